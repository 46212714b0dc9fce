"""The runtime of compiled workers: what generated code imports.

Every name is loaded when it is first used. The stand-in SDK and the health command import this
package too, and neither may pay for FastAPI; so this file itself imports nothing.
"""

TYPE_CHECKING = False  # Type checkers treat this name as true, without the cost of `typing`.
if TYPE_CHECKING:
    from flashc_runtime.app import create_app as create_app
    from flashc_runtime.arguments import UNSET as UNSET
    from flashc_runtime.arguments import given as given
    from flashc_runtime.arguments import marker_of as marker_of
    from flashc_runtime.arguments import unset as unset
    from flashc_runtime.command import main as main
    from flashc_runtime.form_lists import or_json_array as or_json_array
    from flashc_runtime.identity import own_endpoint as own_endpoint
    from flashc_runtime.literal_texts import from_text as from_text
    from flashc_runtime.members import from_value as from_value

__all__ = [
    "UNSET",
    "create_app",
    "from_text",
    "from_value",
    "given",
    "main",
    "marker_of",
    "or_json_array",
    "own_endpoint",
    "unset",
]

_HOMES = {
    "UNSET": "flashc_runtime.arguments",
    "create_app": "flashc_runtime.app",
    "from_text": "flashc_runtime.literal_texts",
    "from_value": "flashc_runtime.members",
    "given": "flashc_runtime.arguments",
    "main": "flashc_runtime.command",
    "marker_of": "flashc_runtime.arguments",
    "or_json_array": "flashc_runtime.form_lists",
    "own_endpoint": "flashc_runtime.identity",
    "unset": "flashc_runtime.arguments",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (this file imports nothing)

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})

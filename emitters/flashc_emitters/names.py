"""What generated modules use besides the user's code, and what they call it."""

from collections.abc import Mapping
from typing import Final

from flashc.ir.plan.models import Import, ImportName

# Where each imported name comes from. A plan's `helpers` says what it is called in one module;
# a name that is not listed there keeps its own.
ORIGINS: Final[Mapping[str, str]] = {
    "Annotated": "typing",
    "Any": "typing",
    "BaseModel": "pydantic",
    "Body": "fastapi",
    "ConfigDict": "pydantic",
    "Field": "pydantic",
    "File": "fastapi",
    "Form": "fastapi",
    "Json": "pydantic",
    "Query": "fastapi",
    "Self": "typing",
    "create_app": "flashc_runtime",
    "given": "flashc_runtime",
    "marker_of": "flashc_runtime",
    "model_validator": "pydantic",
    "or_json_array": "flashc_runtime",
    "unset": "flashc_runtime",
}


def called(helper: str, helpers: Mapping[str, str]) -> str:
    """Return the name that a module has for the helper."""
    return helpers.get(helper, helper)


def with_helpers(
    imports: tuple[Import, ...], used: frozenset[str], helpers: Mapping[str, str]
) -> tuple[Import, ...]:
    """Return the plan's imports and those of the helpers that the module uses.

    The layout decides which helpers those are (`Query` only where a parameter needs it), so a plan
    need not foresee them.
    """
    wanted = (_import_of(helper, helpers) for helper in sorted(used))
    return tuple(dict.fromkeys((*imports, *wanted)))


def _import_of(helper: str, helpers: Mapping[str, str]) -> ImportName:
    name = called(helper, helpers)
    return ImportName(module=ORIGINS[helper], name=helper, alias=None if name == helper else name)

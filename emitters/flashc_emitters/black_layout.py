"""black itself, for the few statements whose layout depends on the width of user text.

Importing black takes longer than emitting hundreds of routes, so that happens at the first such
statement; the results are kept.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from flashc_emitters.code import Code

if TYPE_CHECKING:
    from black.mode import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaffold:
    """Lines before and after a statement that make it a program black can read."""

    before: tuple[str, ...]
    after: tuple[str, ...]


STATEMENT: Final = Scaffold(before=(), after=())
DECORATOR: Final = Scaffold(before=(), after=("def _():", "    pass"))
SIGNATURE: Final = Scaffold(before=(), after=("    pass",))
IN_FUNCTION: Final = Scaffold(before=("async def _():",), after=())
IN_LOOP: Final = Scaffold(before=("async def _():",), after=("        pass",))
IN_METHOD: Final = Scaffold(before=("class _:", "    def _():"), after=("            pass",))
IN_BLOCK: Final = Scaffold(before=("if _:",), after=())
IN_CLASS: Final = Scaffold(before=("class _:",), after=())
IN_DICTIONARY: Final = Scaffold(before=("_ = {",), after=("}",))


@lru_cache(maxsize=4096)
def through_black(text: str, scaffold: Scaffold) -> Code:
    """Return the statement as black lays it out inside the scaffold."""
    import black  # noqa: PLC0415  (slow to import, seldom needed)

    program = "\n".join((*scaffold.before, text, *scaffold.after, ""))
    lines = black.format_str(program, mode=_mode()).splitlines()
    end = len(lines) - len(scaffold.after)
    return Code("\n".join(lines[len(scaffold.before) : end]))


def displayed_width(line: str) -> int:
    """Return the number of columns that black counts for the line."""
    from black.strings import str_width  # noqa: PLC0415

    return str_width(line)


@cache
def _mode() -> "Mode":
    from black.mode import Mode, TargetVersion  # noqa: PLC0415

    # Named explicitly: black would otherwise infer it from each snippet.
    return Mode(target_versions={TargetVersion.PY311})

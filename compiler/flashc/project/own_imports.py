"""Own imports: a quick look at which modules a file names, before it is known where they lie.

The import root must be known before a file has a module name, and so before it is parsed. A line in
a string that looks like an import does no harm: it counts only if there is such a module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flashc.passes.naming.stdlib_names import STDLIB

DOTTED = r"[^\W\d]\w*(?:[ \t]*\.[ \t]*[^\W\d]\w*)*"
FROM = re.compile(
    rf"^[ \t]*from[ \t]+(\.[. \t]*)?({DOTTED})?[ \t]*import\b[ \t]*(\([^)]*|[^\n;]*)", re.MULTILINE
)
IMPORT = re.compile(rf"^[ \t]*import[ \t]+({DOTTED}[^\n#;]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnImport:
    """`from .module import names`; `level` counts the dots, `names` are none for a plain import.

    `line` is where it stands first, counted from 1; one import on two lines is one.
    """

    level: int
    module: str
    names: tuple[str, ...]
    line: int = field(default=0, compare=False)


def imports_of(text: str) -> tuple[OwnImport, ...]:
    """Give what `text` seems to import, without the standard library."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    found: dict[OwnImport, None] = {}
    for match in FROM.finditer(text):
        dots, module, names = match.groups(default="")
        imported = tuple(re.findall(r"(?:^|[(,])\s*(?:#[^\n]*\n\s*)*(\w+)", names))
        level = dots.count(".")
        plain = re.sub(r"\s", "", module)
        one = OwnImport(level=level, module=plain, names=imported, line=_line(text, match))
        found.setdefault(one)
    for match in IMPORT.finditer(text):
        for module in _modules(match[1]):
            one = OwnImport(level=0, module=module, names=(), line=_line(text, match))
            found.setdefault(one)
    return tuple(one for one in found if one.level or one.module.split(".")[0] not in STDLIB)


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _modules(names: str) -> Iterator[str]:
    for part in names.split(","):
        match = re.match(DOTTED, part.strip())
        if match is not None:
            yield re.sub(r"\s", "", match.group())

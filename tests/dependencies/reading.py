"""Reads files as the compiler does."""

from pathlib import Path

from flashc.dependencies import read_constraints
from flashc.ir.constraints import Constraints, Entry


def read(folder: Path, **files: str) -> Constraints:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return read_constraints(folder, ())


def entries(folder: Path, **files: str) -> list[str]:
    found = read(folder, **files)
    assert [d.message for d in found.diagnostics if d.is_error] == []
    return [entry.requirement for entry in found.scopes[-1].entries]


def text_at(found: Constraints, entry: Entry) -> str:
    return next(f for f in found.files if f.path == entry.span.path).slice(entry.span)

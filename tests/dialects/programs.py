"""Compiles small programs of the `Endpoint` API from their text."""

from collections.abc import Mapping
from pathlib import Path

from flashc.compilation import Compilation
from flashc.diagnostic import Diagnostic
from flashc.pipeline import compile_project
from flashc.project import load


def compiled(folder: Path, sources: Mapping[str, str] | str) -> Compilation:
    """Compile modules by name; a text alone is the module `service`."""
    modules = {"service": sources} if isinstance(sources, str) else sources
    for name, text in modules.items():
        file = folder / f"{name.replace('.', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return compile_project(load([folder], root=folder, exclude=[]))


def errors(compilation: Compilation) -> list[Diagnostic]:
    """Give what would stop the compile."""
    return [diagnostic for diagnostic in compilation.diagnostics if diagnostic.is_error]

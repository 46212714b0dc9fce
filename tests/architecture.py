"""The sources of the project as its architecture tests see them: files with their syntax."""

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from environments import REPOSITORY

ROOTS = {
    "flashc": REPOSITORY / "compiler/flashc",
    "flashc_emitters": REPOSITORY / "emitters/flashc_emitters",
    "flashc_runtime": REPOSITORY / "runtime_shim/flashc_runtime",
    "tetra_rp": REPOSITORY / "runtime_shim/flashc_stand_ins/tetra_rp",
    "runpod_flash": REPOSITORY / "runtime_shim/flashc_stand_ins/runpod_flash",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a package, parsed; `package` is its top-level import name."""

    package: str
    path: Path

    @property
    def inside(self) -> str:
        """Its path from the package's folder."""
        return self.path.relative_to(ROOTS[self.package]).as_posix()

    @property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return parsed(self.path)

    def __repr__(self) -> str:
        return self.path.relative_to(REPOSITORY).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    with tokenize.open(path) as file:
        return ast.parse(file.read())


SOURCES = tuple(
    Source(package, path)
    for package, root in ROOTS.items()
    for path in sorted(root.rglob("*.py"))
    if "__pycache__" not in path.parts
)


def imports_of(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield every module that is imported anywhere, with its line; relative ones have a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno


def calls_of(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the written name of every function or method that is called, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno

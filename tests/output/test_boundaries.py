"""Only one module changes the disk; that is what makes injecting faults complete."""

import ast
from pathlib import Path

import pytest

from flashc_emitters import output

_MODULES = sorted(Path(output.__file__).parent.glob("*.py"))
_CHANGING = {
    *("chmod", "chown", "copy", "copy2", "copytree", "fsync", "hardlink_to", "lchmod", "link"),
    *("link_to", "makedirs", "mkdir", "move", "remove", "removedirs", "rename", "renames"),
    *("rmdir", "rmtree", "symlink", "symlink_to", "touch", "truncate", "unlink", "utime"),
    *("write", "write_bytes", "write_text", "mkfifo"),
}
_IMPORTS = {"collections", "contextlib", "dataclasses", "difflib", "enum", "errno", "fcntl"} | {
    *("flashc_emitters", "itertools", "json", "msvcrt", "os", "pathlib", "re", "shutil", "stat"),
    *("sys", "types", "typing"),
}


def calls(module: Path) -> set[str]:
    """Return the names of the methods that a module calls on anything but our own `disk`."""
    return {
        node.func.attr
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "disk")
    }


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.stem)
def test_only_the_disk_module_changes_the_disk(module: Path) -> None:
    changing = calls(module) & _CHANGING
    assert bool(changing) is (module.stem == "disk"), changing


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.stem)
def test_the_output_needs_the_standard_library_only(module: Path) -> None:
    tree = ast.parse(module.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert {str(name).partition(".")[0] for name in names} <= _IMPORTS


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.stem)
def test_files_are_small(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 170

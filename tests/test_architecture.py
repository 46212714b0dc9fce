"""The rules that keep the parts apart, read off every import and call of the sources."""

import ast
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from environments import REPOSITORY
from flashc import pipeline

ROOTS = {
    "flashc": REPOSITORY / "compiler/flashc",
    "flashc_emitters": REPOSITORY / "emitters/flashc_emitters",
    "flashc_runtime": REPOSITORY / "runtime_shim/flashc_runtime",
    "tetra_rp": REPOSITORY / "runtime_shim/flashc_stand_ins/tetra_rp",
    "runpod_flash": REPOSITORY / "runtime_shim/flashc_stand_ins/runpod_flash",
}
STDLIB = frozenset(sys.stdlib_module_names)
# Values in, values out: no I/O. What reads or shows lies beside these.
PURE = ("ir", "passes", "dialects", "source.py", "diagnostic.py", "codes.py", "pipeline.py")
SERVER = {"fastapi", "starlette", "pydantic", "pydantic_core", "uvicorn", "anyio"}
# What each package may import besides the standard library and itself. A name with a dot stands
# for that module alone.
ALLOWED = {
    "flashc": {"ast_grep_py", "packaging", "pathspec", "wcwidth", "click", "flashc_emitters"},
    "flashc_emitters": {"flashc.ir.plan", "jinja2", "black", "markupsafe"},
    # httpx only where calls of other endpoints are shipped; see the test of lazy imports.
    "flashc_runtime": {*SERVER, "httpx", "typing_extensions"},
    "tetra_rp": {"flashc_runtime"},
    "runpod_flash": {"flashc_runtime"},
}
# Files above 300 lines, each with its reason.
LONG = {
    "compiler/flashc/codes.py": "the catalogue: one entry after the other, nothing to split",
    "compiler/flashc/ir/plan.py": "one stage, one module",
    "compiler/flashc/ir/syntax.py": "one stage, one module",
    "compiler/flashc/passes/stdlib_names.py": "a table",
}
LONGEST = 300


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


def is_pure(source: Source) -> bool:
    return source.package == "flashc" and source.inside.split("/")[0] in PURE


def may_import(source: Source, module: str) -> bool:
    top = module.split(".", maxsplit=1)[0]
    if top in STDLIB or top == source.package:
        return True
    return any(module == one or top == one for one in ALLOWED[source.package])


@pytest.mark.parametrize("package", ROOTS)
def test_a_package_imports_what_the_design_allows(package: str) -> None:
    wrong = [
        f"{source!r}:{line} imports {module}"
        for source in SOURCES
        if source.package == package
        for module, line in imports_of(source.tree)
        if not may_import(source, module)
    ]
    assert wrong == []


def test_the_runtime_and_the_stand_ins_know_nothing_of_the_compiler() -> None:
    wrong = [
        f"{source!r}:{line} imports {module}"
        for source in SOURCES
        if source.package in {"flashc_runtime", "tetra_rp", "runpod_flash"}
        for module, line in imports_of(source.tree)
        if module.split(".")[0] in {"flashc", "flashc_emitters"}
    ]
    assert wrong == []


def test_only_parse_knows_ast_grep() -> None:
    users = {
        source.inside
        for source in SOURCES
        for module, _ in imports_of(source.tree)
        if module.split(".")[0] == "ast_grep_py"
    }
    assert users
    assert [user for user in users if not user.startswith("passes/parse/")] == []


def test_the_emitters_and_click_are_known_to_the_command_line_alone() -> None:
    wrong = [
        f"{source!r}:{line} imports {module}"
        for source in SOURCES
        if source.package == "flashc"
        for module, line in imports_of(source.tree)
        if module.split(".")[0] in {"flashc_emitters", "click"}
        and not source.inside.startswith(("commands/", "driver.py", "render/paint.py"))
    ]
    assert wrong == []


# Modules and functions through which a program touches the world around it.
WORLD = {
    *("asyncio", "ctypes", "glob", "http", "importlib", "io", "logging", "mmap", "multiprocessing"),
    *("os", "pathlib", "random", "secrets", "select", "shutil", "signal", "socket", "sqlite3"),
    *("subprocess", "tempfile", "threading", "time", "urllib", "uuid", "locale", "platform"),
}
WORLDLY_CALLS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}


def test_the_pure_compiler_does_no_input_or_output() -> None:
    wrong = []
    for source in filter(is_pure, SOURCES):
        wrong += [
            f"{source!r}:{line} imports {module}"
            for module, line in imports_of(source.tree)
            if module.split(".")[0] in WORLD
        ]
        wrong += [
            f"{source!r}:{line} calls {name}"
            for name, line in calls_of(source.tree)
            if name in WORLDLY_CALLS
        ]
    assert wrong == []


def test_the_pure_compiler_imports_nothing_that_reads_or_shows() -> None:
    impure = ("flashc.commands", "flashc.render", "flashc.cli", "flashc.driver", "flashc.discover")
    wrong = [
        f"{source!r}:{line} imports {module}"
        for source in filter(is_pure, SOURCES)
        for module, line in imports_of(source.tree)
        if module.startswith(impure)
    ]
    assert wrong == []


def test_nothing_prints_outside_the_entry_points() -> None:
    # The runtime's command answers `openapi` and `--help`; what it logs goes through logging.
    printers = {
        ("flashc", "cli.py"),
        ("flashc_runtime", "command.py"),
        ("flashc_runtime", "serve.py"),
    }
    streams = ("sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__")
    wrong = []
    for source in SOURCES:
        if (source.package, source.inside) in printers:
            continue
        wrong += [
            f"{source!r}:{line} calls {name}"
            for name, line in calls_of(source.tree)
            if name == "print" or (name.startswith(streams) and name.endswith((".write", ".flush")))
        ]
    assert wrong == []


WRITES = {
    *("chmod", "fsync", "hardlink_to", "link", "link_to", "makedirs", "mkdir", "remove", "rename"),
    *("replace", "rmdir", "rmtree", "symlink", "symlink_to", "touch", "unlink", "write_bytes"),
    "write_text",
}


def test_only_the_output_package_writes_files() -> None:
    wrong = []
    for source in SOURCES:
        if source.package not in {"flashc", "flashc_emitters"}:
            continue
        if source.package == "flashc_emitters" and source.inside.startswith("output/"):
            continue
        imported = {module for module, _ in imports_of(source.tree)}
        wrong += [
            f"{source!r}:{line} calls {name}"
            for name, line in calls_of(source.tree)
            if _writes(name, imported)
        ]
    assert wrong == []


def _writes(name: str, imported: set[str]) -> bool:
    owner, _, method = name.rpartition(".")
    if method not in WRITES:
        return False
    # `text.replace` and `dataclasses.replace` are everywhere, and so is a set's `remove`.
    return owner in {"os", "shutil"} or (
        "pathlib" in imported and method not in {"replace", "remove"} and bool(owner)
    )


def test_nothing_catches_everything_outside_the_entry_point() -> None:
    # In a worker any exception may come from the user's code, whatever it is.
    wrong = [
        f"{source!r}:{node.lineno}"
        for source in SOURCES
        if source.package in {"flashc", "flashc_emitters"} and source.inside != "cli.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]
    assert wrong == []


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        # It tidies up and hands on what it caught.
        return False
    caught = [] if handler.type is None else list(ast.walk(handler.type))
    names = {node.id for node in caught if isinstance(node, ast.Name)}
    return handler.type is None or bool(names & {"Exception", "BaseException"})


def test_files_are_short_or_say_why_not() -> None:
    long = {
        path.relative_to(REPOSITORY).as_posix()
        for folder in ("compiler", "emitters", "runtime_shim")
        for path in (REPOSITORY / folder).rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    }
    assert sorted(long - LONG.keys()) == []


def test_no_check_is_forgotten() -> None:
    listed = {check.__module__ for check in (*pipeline.CHECKS, *pipeline.LINTS)}
    reached = modules_reached_from("pipeline.py")
    checks = [
        f"flashc.passes.{path.stem}"
        for path in sorted((ROOTS["flashc"] / "passes").glob("*.py"))
        if path.stem.startswith(("check_", "lint_"))
    ]
    assert checks
    assert [check for check in checks if check not in reached] == []
    assert listed <= set(checks)


def modules_reached_from(inside: str) -> set[str]:
    """Return every module of the compiler that a file of it imports, directly or through others."""
    sources = {source.inside: source for source in SOURCES if source.package == "flashc"}
    reached: set[str] = set()
    waiting = [inside]
    while waiting:
        source = sources.get(waiting.pop())
        for module, _ in imports_of(source.tree) if source else ():
            if module.startswith("flashc.") and module not in reached:
                reached.add(module)
                path = module.removeprefix("flashc.").replace(".", "/")
                waiting += [f"{path}.py", f"{path}/__init__.py"]
    return reached


def test_every_check_names_its_codes_in_its_first_line() -> None:
    wrong = []
    for source in SOURCES:
        name = source.inside.removeprefix("passes/")
        if source.package == "flashc" and name.startswith(("check_", "lint_")):
            first = (ast.get_docstring(source.tree) or "").splitlines()[0]
            wrong += [] if first.startswith("FC") else [repr(source)]
    assert wrong == []


def test_values_of_the_compiler_are_frozen() -> None:
    wrong = []
    for source in SOURCES:
        if source.package != "flashc" or not source.inside.startswith("ir/"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                decorators = [ast.unparse(one) for one in node.decorator_list]
                frozen = "dataclass(frozen=True, slots=True, kw_only=True"
                is_value = any(one.startswith(frozen) for one in decorators)
                is_enum = any("Enum" in ast.unparse(base) for base in node.bases)
                wrong += [] if is_value or is_enum else [f"{source!r}:{node.lineno} {node.name}"]
    assert wrong == []


def test_no_file_names_a_machine_or_an_index() -> None:
    marks = ("/home/", "/root/", "/Users/", "://pypi", "://files.pythonhosted")
    # The cache of pip inside an image, and this list.
    allowed = {"Dockerfile.jinja", "test_architecture.py"}
    wrong = []
    for folder in ("compiler", "emitters", "runtime_shim", "tests", ".ci"):
        for path in sorted((REPOSITORY / folder).rglob("*")):
            is_text = path.suffix in {"", ".py", ".md", ".jinja", ".toml", ".pth", ".json"}
            hidden = any(part.startswith((".mypy", ".ruff", "__")) for part in path.parts)
            if path.is_file() and is_text and not hidden and path.name not in allowed:
                text = path.read_text(encoding="utf-8")
                wrong += [f"{path}: {mark}" for mark in marks if mark in text]
    assert wrong == []


def test_every_invariant_names_tests_that_exist() -> None:
    text = (REPOSITORY / "compiler/ARCHITECTURE.md").read_text(encoding="utf-8")
    invariants = re.findall(r"^- Invariant: (.*?)(?=^- |^$)", text, re.MULTILINE | re.DOTALL)
    assert invariants
    for invariant in invariants:
        named = re.findall(r"`(tests/[^`]*)`", invariant)
        assert named, invariant
        assert [name for name in named if not (REPOSITORY / name).exists()] == []

"""Habits that every file of the project keeps, read off its syntax."""

import ast
import re

from architecture import SOURCES, Source, calls_of, imports_of
from environments import REPOSITORY
from flashc import pipeline

# Files above 300 lines, each with its reason.
LONG = {
    "compiler/flashc/passes/naming/stdlib_names.py": "a table",
}
LONGEST = 300


def test_nothing_prints_outside_the_entry_points() -> None:
    # The runtime's command answers `openapi` and `--help`; what it logs goes through logging, but
    # for the access log, which writes many lines at once.
    printers = {
        ("flashc", "cli.py"),
        ("flashc_runtime", "access_log.py"),
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


# Files outside of `output/` that write all the same, each with its reason.
WRITERS = {"dependencies/lock.py": "hands requirements to uv, in a folder of its own that goes"}


def test_only_the_output_package_writes_files() -> None:
    wrong = []
    for source in SOURCES:
        if source.package not in {"flashc", "flashc_emitters"} or source.inside in WRITERS:
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
    listed = {check.__module__ for check in (*pipeline.CHECKS, *pipeline.TAKES, *pipeline.LINTS)}
    reached = modules_reached_from("pipeline.py")
    checks = [f"flashc.{source.inside[:-3].replace('/', '.')}" for source in checks_and_lints()]
    assert checks
    assert [name for name in checks if name not in reached] == []
    assert listed <= set(checks)


def checks_and_lints() -> list[Source]:
    """Return the files that hold one rule each."""
    return [
        source
        for source in SOURCES
        if source.package == "flashc"
        and source.inside.startswith(("passes/check/", "passes/lint/"))
        and source.path.name != "__init__.py"
    ]


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
    first = {
        repr(one): (ast.get_docstring(one.tree) or "").split("\n")[0] for one in checks_and_lints()
    }
    assert first
    assert [name for name, line in first.items() if not line.startswith("FC")] == []


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
    allowed = {"Dockerfile.jinja", "test_habits.py"}
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

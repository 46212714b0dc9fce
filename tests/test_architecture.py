"""Which part may know which other one, read off every import of the sources."""

import sys

import pytest

from architecture import ROOTS, SOURCES, Source, calls_of, imports_of

# Also what newer Pythons have than the one that runs the tests: imported there only.
STDLIB = frozenset(sys.stdlib_module_names) | {"annotationlib"}
# Values in, values out: no I/O. What reads or shows lies beside these.
PURE = ("ir", "sdk", "passes", "dialects", "source.py", "diagnostic.py", "codes", "pipeline.py")
SERVER = {"fastapi", "starlette", "pydantic", "pydantic_core", "uvicorn", "httptools", "anyio"}
# What each package may import besides the standard library and itself. A name with a dot stands
# for that module or package, and for nothing beside it.
ALLOWED = {
    "flashc": {
        *("ast_grep_py", "packaging", "pathspec", "typeshed_client", "wcwidth", "click"),
        "flashc_emitters",
    },
    "flashc_emitters": {"flashc.ir.plan", "jinja2", "black", "markupsafe"},
    # httpx and packaging in one part each, which few workers have.
    "flashc_runtime": {*SERVER, "httpx", "packaging", "typing_extensions"},
    "tetra_rp": {"flashc_runtime"},
    "runpod_flash": {"flashc_runtime"},
}


def is_pure(source: Source) -> bool:
    return source.package == "flashc" and source.inside.split("/")[0] in PURE


def may_import(source: Source, module: str) -> bool:
    top = module.split(".", maxsplit=1)[0]
    if top in STDLIB or top == source.package:
        return True
    return any(module == one or module.startswith(f"{one}.") for one in ALLOWED[source.package])


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


@pytest.mark.parametrize(("library", "part"), [("httpx", "sdk/http/"), ("packaging", "execute/")])
def test_what_few_workers_have_is_imported_in_the_part_that_they_have(
    library: str, part: str
) -> None:
    users = {
        source.inside
        for source in SOURCES
        for module, _ in imports_of(source.tree)
        if source.package == "flashc_runtime" and module.split(".")[0] == library
    }
    assert users
    assert [user for user in users if not user.startswith(part)] == []


def test_only_parse_knows_ast_grep() -> None:
    users = {
        source.inside
        for source in SOURCES
        for module, _ in imports_of(source.tree)
        if module.split(".")[0] == "ast_grep_py"
    }
    assert users
    assert [user for user in users if not user.startswith("passes/parse/")] == []


def test_only_the_reader_of_stubs_knows_typeshed() -> None:
    users = {
        source.inside
        for source in SOURCES
        for module, _ in imports_of(source.tree)
        if module.split(".")[0] == "typeshed_client"
    }
    assert users == {"project/typeshed.py"}


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


def test_the_passes_know_no_dialect() -> None:
    users = {
        (source.inside.split("/")[0], module)
        for source in SOURCES
        if source.package == "flashc"
        for module, _ in imports_of(source.tree)
        if module.startswith("flashc.dialects")
    }
    assert {folder for folder, _ in users} == {"dialects", "pipeline.py"}


def test_the_pure_compiler_imports_nothing_that_reads_or_shows() -> None:
    impure = ("flashc.commands", "flashc.render", "flashc.cli", "flashc.driver", "flashc.project.")
    wrong = [
        f"{source!r}:{line} imports {module}"
        for source in filter(is_pure, SOURCES)
        for module, line in imports_of(source.tree)
        if module.startswith(impure)
    ]
    assert wrong == []

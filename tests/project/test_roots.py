"""The import root: where the modules of a file are imported from."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from flashc.project import UsageError, load_all
from project.folders import inside, loaded, modules, projects, write

SHAPES: Mapping[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    "one file": ({"a.py": ""}, {".": ["a"]}),
    "files beside one another": (
        {"a.py": "import b\nimport numpy\n", "b.py": ""},
        {".": ["a", "b"]},
    ),
    "a package": (
        {
            "app/__init__.py": "from .a import x\n",
            "app/a.py": "from app.b import y\n",
            "app/b.py": "",
        },
        {".": ["app", "app.a", "app.b"]},
    ),
    "a src folder": (
        {"src/app/__init__.py": "", "src/app/a.py": "from app import b\n", "src/app/b.py": ""},
        {"src": ["app", "app.a", "app.b"]},
    ),
    "a src folder beside scripts": (
        {
            "setup.py": "import setuptools\n",
            "src/app/__init__.py": "",
            "src/app/a.py": "import app.b as b\n",
            "src/app/b.py": "",
        },
        {".": ["setup"], "src": ["app", "app.a", "app.b"]},
    ),
    "a package called src": (
        {
            "main.py": "from src.a import x\n",
            "src/__init__.py": "",
            "src/a.py": "from .b import y\n",
            "src/b.py": "",
        },
        {".": ["main", "src", "src.a", "src.b"]},
    ),
    "a namespace package": (
        {
            "main.py": "from parts.one import x\n",
            "parts/one.py": "from . import two\n",
            "parts/two.py": "",
        },
        {".": ["main", "parts.one", "parts.two"]},
    ),
    "numbered and hyphenated folders": (
        {"01_hello/my-api.py": "", "02-next/main.py": ""},
        {".": ["01_hello.my-api", "02-next.main"]},
    ),
    "independent projects": (
        {
            "one/main.py": "from config import X\n",
            "one/config.py": "",
            "two/main.py": "def f():\n    from config import X\n",
            "two/config.py": "",
            "three/app/__init__.py": "",
            "three/app/main.py": "from app.config import X\n",
            "three/app/config.py": "",
            "four/src/pkg/a.py": "from pkg.b import X\n",
            "four/src/pkg/b.py": "",
        },
        {
            "four/src": ["pkg.a", "pkg.b"],
            "one": ["config", "main"],
            "three": ["app", "app.config", "app.main"],
            "two": ["config", "main"],
        },
    ),
    "a lonely file beside a project belongs to it": (
        {"one/main.py": "import config\n", "one/config.py": "", "one/lonely.py": "", "top.py": ""},
        {".": ["top"], "one": ["config", "lonely", "main"]},
    ),
    "a folder with a dot is a root": (
        {"v1.0/main.py": "", "v2.0/main.py": "import part\n", "v2.0/part.py": ""},
        {"v1.0": ["main"], "v2.0": ["main", "part"]},
    ),
    "what looks like an import in a text does no harm": (
        {"a.py": '"""\nimport b\nfrom nowhere import c\n"""\n', "b.py": ""},
        {".": ["a", "b"]},
    ),
    "a folder named as a library is no package": (
        {"app/main.py": "import docker, config\n", "app/config.py": "", "docker/entry.py": ""},
        {".": ["docker.entry"], "app": ["config", "main"]},
    ),
    "imports over several lines": (
        {
            "one/a.py": "from parts import (  # why\n    b,\n    c as d,\n)\n",
            "one/parts/b.py": "",
            "one/parts/c.py": "",
        },
        {"one": ["a", "parts.b", "parts.c"]},
    ),
}


@pytest.mark.parametrize(("files", "expected"), SHAPES.values(), ids=SHAPES)
def test_every_shape_of_project_has_its_roots(
    tmp_path: Path, files: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert projects(write(tmp_path, files)) == expected


def test_the_folder_around_is_the_root_where_the_code_says_so(tmp_path: Path) -> None:
    files = {"pyproject.toml": "", "app/main.py": "from app.config import X\n", "app/config.py": ""}
    write(tmp_path / "repository", files)
    found = projects(tmp_path, tmp_path / "repository/app")
    assert found == {"repository": ["app.config", "app.main"]}


def test_a_folder_far_above_is_no_root(tmp_path: Path) -> None:
    write(tmp_path, {"utils.py": "", "work/repository/app/main.py": "import utils\n"})
    found = projects(tmp_path, tmp_path / "work/repository/app")
    assert found == {"work/repository/app": ["main"]}


def test_relative_imports_need_a_package_around(tmp_path: Path) -> None:
    write(tmp_path, {"app/main.py": "from .config import X\n", "app/config.py": ""})
    assert projects(tmp_path, tmp_path / "app") == {".": ["app.config", "app.main"]}


def test_a_folder_inside_a_package_is_climbed_out_of(tmp_path: Path) -> None:
    write(tmp_path, {"app/__init__.py": "", "app/sub/__init__.py": "", "app/sub/a.py": ""})
    assert projects(tmp_path, tmp_path / "app/sub") == {".": ["app.sub", "app.sub.a"]}
    assert projects(tmp_path, tmp_path / "app/sub/a.py") == {".": ["app.sub.a"]}


def test_a_module_in_two_places_is_an_error_that_names_root(tmp_path: Path) -> None:
    write(tmp_path, {"config.py": "", "one/config.py": "", "one/main.py": "import config\n"})
    with pytest.raises(
        UsageError, match=r"`config` is one module in .* and another in .* --root DIR"
    ):
        projects(tmp_path)
    project = loaded(tmp_path, root=tmp_path)
    assert [file.module for file in project.files] == ["config", "one.config", "one.main"]


def test_files_that_need_different_roots_are_an_error_that_names_root(tmp_path: Path) -> None:
    files = {
        "main.py": "import one.part\n",
        "one/part.py": "import os\n\nimport helper\n",
        "one/helper.py": "",
    }
    write(tmp_path, files)
    said = r"no single folder is the import root of .* --root DIR"
    places = r"`one\.part` of .*main\.py:1 is in .*, and `helper` of .*one/part\.py:3 is in .*/one;"
    with pytest.raises(UsageError, match=said) as problem:
        projects(tmp_path)
    assert re.search(places, str(problem.value))


def test_several_sources_of_one_project_are_one(tmp_path: Path) -> None:
    write(tmp_path, {"app/__init__.py": "", "app/a.py": "from app import b\n", "app/b.py": ""})
    assert projects(tmp_path, tmp_path / "app/a.py", tmp_path / "app/b.py") == {
        ".": ["app.a", "app.b"]
    }


def test_one_project_is_wanted_where_only_one_can_be_taken(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"one/a.py": "import b\n", "one/b.py": "", "two/a.py": "import b\n", "two/b.py": ""},
    )
    with pytest.raises(UsageError, match=r"different import roots \(.*one, .*two\).*--root DIR"):
        loaded(tmp_path)


def test_a_source_outside_the_root_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.py": "", "two/": ""})
    with pytest.raises(UsageError, match="lies outside the import root"):
        loaded(tmp_path / "one", root=tmp_path / "two")
    with pytest.raises(UsageError, match="is not a folder"):
        loaded(tmp_path / "one", root=tmp_path / "one/a.py")


@pytest.mark.parametrize("name", ["missing", "missing.py", "notes.txt"])
def test_a_source_that_is_not_there_or_no_python_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"notes.txt": ""})
    with pytest.raises(UsageError, match=name):
        loaded(tmp_path / name)


def test_the_root_does_not_depend_on_the_working_folder(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.py": "import b\n", "one/b.py": ""})
    with inside(tmp_path / "one"):
        assert modules(Path()) == ["a", "b"]
        assert modules(Path("../one")) == ["a", "b"]
        assert modules(Path("a.py")) == ["a"]
    with inside(tmp_path):
        project = loaded(Path("one"))
        assert [(file.path, file.shipped) for file in project.files] == [
            ("one/a.py", "a.py"),
            ("one/b.py", "b.py"),
        ]


def test_modules_are_found_on_demand_below_the_root_alone(tmp_path: Path) -> None:
    write(
        tmp_path, {"p/app/__init__.py": "", "p/app/tests/t.py": "", "p/main.py": "", "out.py": ""}
    )
    (tmp_path / "p/link.py").symlink_to(tmp_path / "out.py")
    find = loaded(tmp_path / "p/main.py").find
    for name in ("app", "app.tests.t", "main"):
        file = find(name)
        assert getattr(file, "module", None) == name
    for name in ("nothing", "app.nothing", "link", "x" * 5000, "..out", "app..tests"):
        assert find(name) is None


def test_thousands_of_files_are_placed_quickly(tmp_path: Path) -> None:
    files = {f"p{n}/a.py": "import b\nimport numpy\n" for n in range(300)}
    files |= {f"p{n}/b.py": "" for n in range(300)}
    write(tmp_path, files)
    assert len(load_all([tmp_path], root=None, exclude=())) == 300

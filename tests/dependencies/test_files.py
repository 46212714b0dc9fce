"""The project's own files: how each of them is read."""

from pathlib import Path

import pytest

from dependencies.project import Project
from flashc.dependencies import read_constraints
from flashc.dependencies.poetry import poetry_requirements
from flashc.ir.constraints import Constraints, Entry, Role


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


def test_every_form_of_a_line_is_read(tmp_path: Path) -> None:
    text = """\
# a comment
numpy            # another
 Torch >= 2 , < 3
pandas[excel,PARQUET]~=2.1
importlib-metadata; python_version < "3.9"
uvloop==0.23.0 ; sys_platform != 'win32' and \\
    python_version >= "3.10"
pip @ https://example.com/pip-24.0-py3-none-any.whl
https://example.com/a/b/flit-3.9-py3-none-any.whl ; python_version > "3"
git+https://example.com/acme/tools.git@v1#egg=acme_tools&subdirectory=python
-e git+https://example.com/acme/more.git#egg=more
scipy==1.11.0 --hash=sha256:aa --hash=sha256:bb
requests \\
    >=2 \\
    # the last line of this one
"""
    assert entries(tmp_path, requirements_dot_txt=text) == [
        "numpy",
        "torch>=2,<3",
        "pandas[excel,parquet]~=2.1",
        'importlib-metadata; python_version < "3.9"',
        'uvloop==0.23.0; sys_platform != "win32" and python_version >= "3.10"',
        "pip @ https://example.com/pip-24.0-py3-none-any.whl",
        'flit @ https://example.com/a/b/flit-3.9-py3-none-any.whl ; python_version > "3"',
        "acme-tools @ git+https://example.com/acme/tools.git@v1#subdirectory=python",
        "more @ git+https://example.com/acme/more.git",
        "scipy==1.11.0",
        "requests>=2",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_those_of_the_text(tmp_path: Path, end: str) -> None:
    text = end.join(["\ufeff# first", "  numpy >= 1", "torch<3 # x", "", "scipy ; os_name == 'nt'"])
    found = read(tmp_path, requirements_dot_txt=text)
    written = [text_at(found, entry) for entry in found.scopes[0].entries]
    assert written == ["numpy >= 1", "torch<3", "scipy ; os_name == 'nt'"]


def test_files_name_files(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements_dot_txt="-r deep/more.txt\n--constraint=limits.txt\nnumpy\n-r requirements.txt\n",
        deep__more_dot_txt="-r other.txt\nscipy\n",
        deep__other_dot_txt="torch\n-r ../requirements.txt\n",
        limits_dot_txt="numpy<3\n-r deep/other.txt\n",
    )
    said = [(entry.requirement, entry.role) for entry in found.scopes[0].entries]
    assert said == [
        ("torch", Role.REQUIRED),
        ("scipy", Role.REQUIRED),
        ("numpy<3", Role.CONSTRAINT),
        ("torch", Role.CONSTRAINT),
        ("numpy", Role.REQUIRED),
    ]
    assert found.diagnostics == ()


def test_nothing_is_read_outside_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2 is the password\n", encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (project / ".git").mkdir()
    (project / "link.txt").symlink_to(tmp_path / "secret.txt")
    text = f"-r ../secret.txt\n-r {tmp_path}/secret.txt\n-r link.txt\n-r /etc/hostname\n"
    found = read(project, requirements_dot_txt=text)
    assert [d.primary.text for d in found.diagnostics if d.primary] == [
        "it lies outside of the project"
    ] * 4
    assert list(found.files) == [f for f in found.files if f.path.endswith("requirements.txt")]


def test_options_of_indexes_are_noted_without_their_passwords(tmp_path: Path) -> None:
    text = (
        "-i https://me:hunter2@example.com/simple\n-fhttps://x.example\n--trusted-host=h\nnumpy\n"
    )
    found = read(tmp_path, requirements_dot_txt=text)
    assert [d.message for d in found.diagnostics] == [
        "`-i` is left out",
        "`-f` is left out",
        "`--trusted-host` is left out",
    ]
    assert "hunter2" not in found.files[0].text
    assert [entry.name for entry in found.scopes[0].entries] == ["numpy"]


def test_local_folders_are_left_out(tmp_path: Path) -> None:
    text = "-e .\n./a\n../b[extra]\n/c\nfile:///d\ne-1-py3-none-any.whl\n-e ./f[x]\nx @ file:///g\n~/h\n"
    found = read(tmp_path, requirements_dot_txt=text)
    assert found.scopes[0].entries == ()
    assert {d.code.number for d in found.diagnostics} == {"FC606"}
    assert len(found.diagnostics) == 9


def test_a_password_in_an_address_is_refused_and_a_variable_is_not(tmp_path: Path) -> None:
    lines = [
        "a @ https://me:pw@example.com/a.whl",
        "b @ git+https://ghp_token@github.com/x/b",
        "c @ git+https://${TOKEN}@github.com/x/c",
        "d @ git+ssh://git@github.com/x/d",
        "e @ https://${USER}:${PASSWORD}@example.com/e.whl",
    ]
    found = read(tmp_path, requirements_dot_txt="\n".join(lines))
    assert [e.name for e in found.scopes[0].entries] == ["c", "d", "e"]
    assert [d.code.number for d in found.diagnostics] == ["FC610", "FC610"]


PYPROJECT = """\
[project]
name = "own-name"
dependencies = [
  "numpy>=1",  # why
  'torch ; sys_platform == "linux"',
  "own_name[gpu]",
  "acme-core",
  "acme-git",
]

[project.optional-dependencies]
gpu = ["cupy-cuda12x"]

[dependency-groups]
dev = ["pytest", {include-group = "docs"}]

[tool.uv.sources]
acme-core = { workspace = true }
acme_git = { git = "https://example.com/acme.git", rev = "abc" }
"""


def test_pyproject_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, pyproject_dot_toml=PYPROJECT)
    assert found.diagnostics == ()
    said = {entry.requirement: entry for entry in found.scopes[0].entries}
    assert {text: entry.role for text, entry in said.items()} == {
        "numpy>=1": Role.REQUIRED,
        'torch; sys_platform == "linux"': Role.REQUIRED,
        "acme-core": Role.REQUIRED,
        "acme-git @ git+https://example.com/acme.git@abc": Role.REQUIRED,
        "cupy-cuda12x": Role.OPTIONAL,
        "pytest": Role.OPTIONAL,
    }
    assert [text for text, entry in said.items() if entry.local] == ["acme-core"]
    assert text_at(found, said["numpy>=1"]) == '"numpy>=1"'


POETRY = """\
[tool.poetry]
name = "own"

[tool.poetry.dependencies]
python = "^3.11"
numpy = "^1.26"
torch = { version = "~2.1", extras = ["opt"], markers = "sys_platform == 'linux'" }
pandas = [{ version = "<2", python = "<3.12" }, ">=2"]
requests = "*"
lib = { path = "../lib" }
tools = { git = "https://example.com/t.git", tag = "v1" }
extra = { version = "1.2.3", optional = true }

[tool.poetry.group.dev.dependencies]
black = "24.*"
"""


def test_poetrys_tables_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, pyproject_dot_toml=POETRY)
    assert found.diagnostics == ()
    assert found.scopes[0].declares
    assert [(entry.requirement, entry.role.name) for entry in found.scopes[0].entries] == [
        ("numpy>=1.26,<2", "REQUIRED"),
        ('torch[opt]>=2.1,<2.2; sys_platform == "linux"', "REQUIRED"),
        ("pandas<2", "REQUIRED"),
        ("pandas>=2", "REQUIRED"),
        ("requests", "REQUIRED"),
        ("lib", "REQUIRED"),
        ("tools @ git+https://example.com/t.git@v1", "REQUIRED"),
        ("extra==1.2.3", "OPTIONAL"),
        ("black==24.*", "OPTIONAL"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("^1.2.3", "x>=1.2.3,<2"),
        ("^0.2.3", "x>=0.2.3,<0.3"),
        ("^0.0.3", "x>=0.0.3,<0.0.4"),
        ("^0", "x>=0,<1"),
        ("~1.2.3", "x>=1.2.3,<1.3"),
        ("~1", "x>=1,<2"),
        (">=1, <2", "x>=1,<2"),
        ("1.4", "x==1.4"),
        ("*", "x"),
        ("^1 || ^2", "x"),
    ],
)
def test_poetrys_versions_are_turned_into_specifiers(written: str, meant: str) -> None:
    assert list(poetry_requirements("x", written)) == [meant]


UV_LOCK = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "own"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "numpy", version = "2.0.0", source = { registry = "https://index.example/simple" } },
]

[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "https://index.example/simple" }
resolution-markers = ["python_full_version < '3.12'"]
sdist = { url = "https://files.example/numpy.tar.gz", hash = "sha256:aa", size = 1 }

[[package]]
name = "numpy"
version = "2.0.0"
source = { registry = "https://index.example/simple" }
resolution-markers = [
    "python_full_version >= '3.12'",
]

[[package]]
name = "torch"
version = "2.3.0+cu121"
source = { registry = "https://user:pw@torch.example/whl/cu121" }
wheels = [
    { url = "https://torch.example/torch.whl", hash = "sha256:bb" },
]

[[package]]
name = "tools"
version = "1.0"
source = { git = "https://example.com/t.git?rev=v1#0123abc" }

[package.metadata]
requires-dist = [{ name = "numpy" }]
"""


def test_uv_lock_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, uv_dot_lock=UV_LOCK)
    assert found.diagnostics == ()
    assert not found.scopes[0].declares
    assert [entry.requirement for entry in found.scopes[0].entries] == [
        "own",
        'numpy==1.26.4; python_full_version < "3.12"',
        'numpy==2.0.0; python_full_version >= "3.12"',
        "torch==2.3.0",
        "tools @ git+https://example.com/t.git@0123abc",
    ]
    assert [entry.name for entry in found.scopes[0].entries if entry.local] == ["own"]
    place = found.scopes[0].entries[3]
    assert text_at(found, place) == 'version = "2.3.0+cu121"'


POETRY_LOCK = """\
# This file is automatically @generated by Poetry 2.1.1 and should not be changed by hand.

[[package]]
name = "numpy"
version = "2.1.0"
description = "Fundamental package \\"for\\" arrays"
optional = false
python-versions = ">=3.10"
groups = ["main"]
files = [
    {file = "numpy-2.1.0.tar.gz", hash = "sha256:aa"},
]

[package.extras]
x = ["y"]

[[package]]
name = "tools"
version = "1.0"
optional = false
files = []

[package.source]
type = "git"
url = "https://example.com/t.git"
reference = "v1"
resolved_reference = "0123abc"

[metadata]
lock-version = "2.1"
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_poetry_lock_is_read(tmp_path: Path, end: str) -> None:
    text = POETRY_LOCK.replace("\n", end)
    assert entries(tmp_path, poetry_dot_lock=text) == [
        "numpy==2.1.0",
        "tools @ git+https://example.com/t.git@0123abc",
    ]


BROKEN = {
    "pyproject_dot_toml": [
        "[project\n",
        "[project]\ndependencies = ['a b']\n",
        "a = " + "[" * 9999,
    ],
    "uv_dot_lock": ["[[package]]\nname = numpy\n", "<<<<<<< HEAD\n"],
    "requirements_dot_txt": ["a b\n", "--nonsense\n", "-r\n", "-r nothing\n", "\x1b[31m\n", "-\n"],
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in BROKEN.items() for t in texts])
def test_what_cannot_be_read_is_one_error_with_its_place(
    tmp_path: Path, name: str, text: str
) -> None:
    found = read(tmp_path, **{name: text})
    errors = [d for d in found.diagnostics if d.is_error]
    assert [d.code.number for d in errors] == ["FC603"]
    assert errors[0].primary is not None
    assert errors[0].primary.span.path in {file.path for file in found.files}


def test_a_file_that_is_no_text_is_an_error(project: Project) -> None:
    project.serve()
    (project.folder / "requirements.txt").write_bytes(b"num\xffpy\n")
    assert project.check().codes == ["error FC103"]


def test_the_nearest_file_of_each_name_counts(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    files = {
        "requirements.txt": "top",
        "pyproject.toml": '[project]\ndependencies = ["shared"]',
        "a/requirements.txt": "middle",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_constraints(tmp_path, ["main.py", "a/one.py", "a/b/two.py", "c/three.py"])

    def names(shipped: str) -> list[str]:
        return [entry.name for entry in found.scope_of(shipped).entries]

    assert names("main.py") == names("c/three.py") == ["top", "shared"]
    assert names("a/one.py") == names("a/b/two.py") == ["middle", "shared"]


def test_files_above_the_import_root_count(tmp_path: Path) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("stranger\n", encoding="utf-8")
    (tmp_path / "repository/requirements.txt").write_text("numpy\n", encoding="utf-8")
    root = tmp_path / "repository/packages/api"
    root.mkdir(parents=True)
    found = read_constraints(root, ["main.py"])
    assert [entry.name for entry in found.scope_of("main.py").entries] == ["numpy"]
    (tmp_path / "repository/requirements.txt").unlink()
    assert read_constraints(root, ["main.py"]).files == ()

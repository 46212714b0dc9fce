"""Which files count, and what cannot be read."""

from pathlib import Path

import pytest

from dependencies.project import Project
from dependencies.reading import read
from flashc.dependencies import read_constraints

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

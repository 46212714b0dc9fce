"""Many imports and many requirements: each is looked at once, however many others there are."""

from pathlib import Path

import pytest

from dependencies.project import Project
from work import calls_of


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)


def named(pattern: str, count: int) -> str:
    """Give so many lines."""
    return "".join(pattern.format(i=i) + "\n" for i in range(count))


def work(project: Project, size: int, requirements: str, code: str | None) -> int:
    """Count the work of checking a module with so many imports, each of which gives the finding."""
    project.serve(imports=named("import pkg{i}", size))
    project.place(requirements_dot_txt=requirements)
    found: list[str] = []
    calls = calls_of(lambda: found.extend(project.check().codes))
    assert [one for one in found if not one.startswith("note")] == ([code] * size if code else [])
    return calls


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("pkg{i}", None),
        ("python-pkg{i}-client", None),
        ("numpy\n", "error FC601"),
        ("", "error FC601"),
    ],
    ids=["by their name", "nearly by their name", "by nothing", "by no line"],
)
def test_four_times_as_many_imports_are_about_four_times_the_work(
    project: Project, pattern: str, code: str | None
) -> None:
    def count(size: int) -> int:
        return work(project, size, named(pattern, size) if "{" in pattern else pattern, code)

    # What is imported and compiled once for all is not counted.
    count(10)
    assert count(200) < 6 * count(50)


def test_modules_of_the_project_cost_what_they_are(project: Project) -> None:
    def count(size: int) -> int:
        project.place(**{f"src__pkg{i}__INIT_dot_py": "X = 1\n" for i in range(size)})
        return work(project, size, "", None)

    count(10)
    assert count(200) < 6 * count(50)


def test_what_may_provide_many_imports_is_said_for_each(project: Project) -> None:
    def count(size: int) -> int:
        return work(project, size, named("zed-{i}-lib", size), "warning FC613")

    # Each import has each requirement as a doubt: four times as many are sixteen times as many.
    count(10)
    assert count(160) < 18 * count(40)

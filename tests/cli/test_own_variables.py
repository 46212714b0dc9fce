"""Variables of `env` that a worker's start depends on, or that the image decides: said where they stand."""

from pathlib import Path

import pytest

from dependencies.project import Project

ROWS = ("HOST", "PORT", "PORT_HEALTH", "FLASH_REQUEST_TIMEOUT", "FLASH_EXECUTE_TOKEN")


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)


@pytest.mark.parametrize("name", ["PATH", "PYTHONPATH", "PYTHONHOME"])
@pytest.mark.parametrize("in_file", [True, False])
def test_what_the_image_finds_its_packages_by_is_an_error(
    project: Project, name: str, in_file: bool
) -> None:
    project.serve(settings="" if in_file else f', env={{"{name}": "/x"}}')
    if in_file:
        project.place(flash_dot_toml=f'[endpoint.api.env]\n{name} = "/x"\n')
    result = project.flashc("src", "-o", "build")
    assert result.codes == ["error FC512"]
    assert ("flash.toml:2:1" if in_file else "src/main.py:4:") in result.err
    assert not (project.folder / "build").exists()


@pytest.mark.parametrize(
    "name",
    ["PORT", "HOST", "HOME", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONHASHSEED", "PYTHONUTF8"],
)
def test_what_comes_too_late_or_is_set_elsewhere_is_a_warning(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "1"}}')
    result = project.check()
    assert result.codes == ["warning FC513"]
    assert f"docker run -e {name}=..." in result.err


@pytest.mark.parametrize(
    "name",
    [
        *("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "FLASH_ACCESS_LOG", "PORT_HEALTH"),
        *("OMP_NUM_THREADS", "HF_HOME", "MY_PATH", "path", "REPORT", "SPYTHON", "OLD_X"),
    ],
)
def test_what_the_worker_can_set_itself_is_quiet(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "1"}}')
    assert project.check().codes == []


def test_what_the_deployment_sets_anyway_is_quiet(project: Project) -> None:
    project.serve("import os", settings=', env={"PORT": os.environ.get("PORT", "")}')
    assert project.check().codes == []


@pytest.mark.parametrize("name", ROWS)
def test_a_variable_has_one_row_in_the_readme(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "4711", "OTHER": "1"}}')
    assert project.flashc("src", "-o", "build").exit_code == 0
    readme = (project.folder / "build/api/README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    is_secret = name == "FLASH_EXECUTE_TOKEN"
    assert ("| `4711` |" in rows[0]) is not is_secret
    assert "| `OTHER` | `1` | set by the resource |" in readme


def test_all_mistakes_of_a_table_of_variables_are_said(project: Project) -> None:
    project.serve()
    text = "[endpoint.api.env]\nA = 1\n1B = 'x'\nC = 'fine'\nD = { form = 'D' }\nE = true\n"
    project.place(flash_dot_toml=text)
    result = project.check()
    assert result.codes == ["error FC653"] * 4
    for line in (2, 3, 5, 6):
        assert f"flash.toml:{line}:" in result.err

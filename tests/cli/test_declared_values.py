"""Values of declarations that no worker could have: refused where they stand, each with its twin."""

from pathlib import Path

import pytest

from dependencies.project import Project
from flashc.passes.requirements.pep508 import parse
from flashc.passes.secrets import looks_secret
from flashc.sdk.names import is_image


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)


@pytest.mark.parametrize(
    "requirement",
    [
        r"a[x,y]>=1,<2;os_name=='a\\nb'",
        r"a; sys_platform == '\\x00'",
        "x @ git+file:///x",
        "x @ GIT+FILE:///x",
        "x @ hg+file:///x",
        "x @ file:///x",
    ],
)
def test_requirements_that_no_worker_can_install_are_refused(
    project: Project, requirement: str
) -> None:
    project.serve(declared=f'["{requirement}"]')
    assert project.check().codes == ["error FC504"]


@pytest.mark.parametrize(
    "requirement",
    ["a[x,y]>=1,<2; os_name == 'a b' or extra == 'c'", "x @ git+https://example.com/file:x.git"],
)
def test_requirements_that_a_worker_can_install_are_taken(
    project: Project, requirement: str
) -> None:
    project.serve(declared=f'["{requirement}"]')
    assert "error FC504" not in project.check().codes


def test_a_file_of_requirements_with_escapes_in_markers_is_read_as_far_as_it_goes(
    project: Project,
) -> None:
    project.serve()
    project.place(requirements_dot_txt="a; os_name == 'a\\nb'\n")
    assert project.check().codes == ["error FC603"] or "error" in project.check().codes[0]
    assert parse("a; os_name == 'ab'") is not None


@pytest.mark.parametrize("name", ["A\\nB", "A\\x1bB", "A\\rB", "A\\u2028B"])
def test_names_of_variables_are_one_line(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "x"}}')
    assert project.check().codes == ["error FC507"]


@pytest.mark.parametrize("name", ["A_B", "a.b", "ÄB"])
def test_names_of_variables_may_be_any_text_of_one_line(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "x"}}')
    assert project.check().codes == []


@pytest.mark.parametrize(
    "name",
    ["http://x", "x@sha256:zz", "X", "x:", "a//b", "x@sha256:" + "A" * 64, "-x", "x:t:u", "a/b/"],
)
def test_what_docker_takes_for_no_image_is_none(name: str) -> None:
    assert not is_image(name)


@pytest.mark.parametrize(
    "name",
    [
        *("x", "x:1.0", "me/x:Tag_1", "localhost:5000/a/b", "ghcr.io/me/x-y__z.w:v1"),
        *("Registry.example.com/x", f"x:1@sha256:{'0' * 64}", f"a.b:80/c@sha256:{'f' * 64}"),
    ],
)
def test_what_docker_takes_for_an_image_is_one(name: str) -> None:
    assert is_image(name)


@pytest.mark.parametrize("name", ["PASS", "DB_PASS", "PASSPHRASE", "PIN", "db_pin", "PASSCODE"])
def test_passwords_by_other_names_look_secret(project: Project, name: str) -> None:
    project.serve(settings=f', env={{"{name}": "hunter2"}}')
    result = project.flashc("src", "-o", "build")
    assert "FC705" in result.err
    folder = project.folder / "build/api"
    for file in ("flashc.json", "README.md", "Dockerfile"):
        assert "hunter2" not in (folder / file).read_text()


@pytest.mark.parametrize("name", ["PIN_MEMORY", "PASS_THROUGH", "SPIN", "BYPASS", "PINS"])
def test_words_that_only_look_alike_do_not(name: str) -> None:
    assert not looks_secret(name, "1")

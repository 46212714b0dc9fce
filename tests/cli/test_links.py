"""Links of harmless names to what stays at home: nothing of it is shipped or printed."""

import os
from pathlib import Path

import pytest

from cli.project import USERS, Project

VALUE = "sk_live_of_nobody"
READS = USERS.replace(
    "from tetra_rp",
    "from pathlib import Path\n\nimport cfg\nfrom tetra_rp",
).replace('{"id": user_id}', '[(Path(__file__).parent / "opened.txt").read_text(), cfg.K]')


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path, capsys)
    made.write(users=READS)
    made.place(".git/HEAD", "")
    made.place("flash.toml", '[endpoint.users]\ninclude = ["src/data.json"]\n')
    return made


def linked(project: Project, target: str) -> None:
    for name in ("data.json", "opened.txt", "cfg.py"):
        (project.folder / "src" / name).symlink_to(target)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (".env", "which may hold secrets, or belongs to a tool"),
        (".aws/config", "which may hold secrets, or belongs to a tool"),
        ("private/values.py", "which the ignore rules leave out"),
        ("local_values.py", "which the ignore rules leave out"),
    ],
)
def test_a_link_to_what_stays_at_home_ships_nothing(
    project: Project, target: str, why: str
) -> None:
    project.place(".gitignore", "private/\nlocal_*\n")
    project.place(f"src/{target}", f'K = "{VALUE}"\n')
    linked(project, target)
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert not (project.folder / "build").exists()
    assert VALUE not in result.out + result.err
    assert f"cannot read `src/cfg.py`: it leads to `{target}`, {why}" in result.err
    assert "the link `src/cfg.py` is not followed" in result.err
    assert "the link `src/data.json` is not followed" in result.err


@pytest.mark.parametrize("left", ["data.json", "opened.txt", "cfg.py"])
def test_each_of_the_links_alone_ships_nothing(project: Project, left: str) -> None:
    project.place("src/.env", f'K = "{VALUE}"\n')
    linked(project, ".env")
    for name in {"data.json", "opened.txt", "cfg.py"} - {left}:
        (project.folder / "src" / name).unlink()
        project.place(f"src/{name}", "K = 1\n")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == (0 if left == "opened.txt" else 1)
    assert f"src/{left}`" in result.err or f"`{left}`" in result.err
    assert not any(VALUE.encode() in content for content in _tree(project).values())


def test_links_to_files_of_the_sources_ship_what_they_lead_to(project: Project) -> None:
    project.place(".gitignore", "private/\n")
    project.place("src/values.py", "K = 1\n")
    linked(project, "values.py")
    assert project.flashc("src", "-o", "build").exit_code == 0
    for name in ("data.json", "opened.txt", "cfg.py"):
        assert project.tree()[f"users/src/{name}"] == b"K = 1\n"


def test_the_sources_may_be_in_a_folder_that_the_repository_ignores(project: Project) -> None:
    project.place(".gitignore", "src/\n")
    project.place("src/values.py", "K = 1\n")
    linked(project, "values.py")
    assert project.flashc("src", "-o", "build").exit_code == 0


def _tree(project: Project) -> dict[str, bytes]:
    return project.tree() if os.path.isdir("build") else {}  # noqa: PTH112


NAMES = (
    *("requirements.txt", "flash.toml", "pyproject.toml", ".python-version", "uv.lock"),
    *("poetry.lock", ".gitignore", ".flashignore"),
)
LINES = f"[{VALUE}\n{VALUE} of somebody's\n3.11\n"


@pytest.fixture
def plain(project: Project) -> Project:
    project.write(users=USERS)
    (project.folder / "flash.toml").unlink()
    return project


@pytest.mark.parametrize("name", NAMES)
def test_the_projects_own_files_lead_nowhere_else(
    plain: Project, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "passwd"
    elsewhere.write_text(LINES)
    (plain.folder / "src" / name).symlink_to(elsewhere)
    result = plain.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert VALUE not in result.out + result.err
    expected = f"cannot read `src/{name}`: it is a link that leads out of the project"
    assert result.err.count("error[") == 1
    assert expected in result.err


@pytest.mark.parametrize("name", NAMES)
def test_the_projects_own_files_lead_to_no_secrets(plain: Project, name: str) -> None:
    plain.place("src/.env", LINES)
    (plain.folder / "src" / name).symlink_to(".env")
    result = plain.flashc("src", "-o", "build")
    assert VALUE not in result.out + result.err
    assert f"cannot read `src/{name}`: it is a link to `.env`" in result.err


@pytest.mark.parametrize("name", NAMES)
def test_the_projects_own_files_are_regular(plain: Project, name: str) -> None:
    os.mkfifo(plain.folder / "src" / name)
    result = plain.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert f"cannot read `src/{name}`: it is not a " in result.err


@pytest.mark.parametrize("name", NAMES)
def test_the_projects_own_files_may_lead_to_others_of_the_repository(
    plain: Project, name: str
) -> None:
    plain.place(f"shared/{name}", "")
    (plain.folder / "src" / name).symlink_to(f"../shared/{name}")
    assert "cannot read" not in plain.flashc("src", "-o", "build").err

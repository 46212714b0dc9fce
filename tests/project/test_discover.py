"""Which files are sources, and what is said about those that cannot be read."""

import os
import socket
from pathlib import Path

import pytest

from project.folders import inside, loaded, modules, write


def messages(*sources: Path) -> list[str]:
    return [diagnostic.message for diagnostic in loaded(*sources).diagnostics]


def test_what_never_holds_sources_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": "",
            "a.txt": "",
            "a.pyi": "",
            ".hidden/b.py": "",
            "__pycache__/c.py": "",
            "venv/d.py": "",
            "own/pyvenv.cfg": "",
            "own/lib/e.py": "",
            "node_modules/f.py": "",
            "lib/site-packages/g.py": "",
            "tests/h.py": "",
            "deep/test/i.py": "",
            "test_j.py": "",
            "k_test.py": "",
            "conftest.py": "",
            "build/l.py": "",
            "worker/flashc.json": "{}",
            "worker/src/m.py": "",
            "out/n.py": "",
            "testing.py": "",
        },
    )
    assert modules(tmp_path, exclude=[tmp_path / "out"]) == ["a", "testing"]


def test_what_is_named_itself_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"tests/test_a.py": "", ".gitignore": "*\n", ".git/": ""})
    assert modules(tmp_path / "tests/test_a.py") == ["test_a"]


def test_ignore_rules_are_those_of_git(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/": "",
            ".gitignore": "gen_*.py\n/only_top.py\nlocal/\n*.bak/\n# c\n\n!\n",
            "a.py": "",
            "gen_a.py": "",
            "only_top.py": "",
            "src/.gitignore": "!gen_kept.py\nhere.py\n",
            "src/gen_a.py": "",
            "src/gen_kept.py": "",
            "src/only_top.py": "",
            "src/here.py": "",
            "src/deep/here.py": "",
            "src/local/b.py": "",
            "src/x.bak/c.py": "",
            "here.py": "",
        },
    )
    assert modules(tmp_path) == ["a", "here", "src.gen_kept", "src.only_top"]
    assert modules(tmp_path / "src") == ["gen_kept", "only_top"]


def test_flashignore_has_the_last_word(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".gitignore": "made.py\n",
            ".flashignore": "!made.py\nscratch/\n",
            "made.py": "",
            "scratch/a.py": "",
            "b.py": "",
        },
    )
    assert modules(tmp_path) == ["b", "made"]


def test_a_folder_that_the_repository_ignores_is_read_when_it_is_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        {".git/": "", ".gitignore": "out/\n*_tmp.py\n", "out/a.py": "", "out/b_tmp.py": ""},
    )
    assert modules(tmp_path / "out") == ["a", "b_tmp"]


def test_rules_above_the_repository_do_not_count(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.py\n", "repository/.git/": "", "repository/app/a.py": ""})
    assert modules(tmp_path / "repository/app") == ["a"]


def test_rules_of_any_bytes_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": b"\xff\xfe[\n\\\n!\n***\nb*.py\n", "a.py": ""})
    assert loaded(tmp_path).diagnostics in ((), loaded(tmp_path).diagnostics)


def test_links_that_leave_the_sources_or_lead_in_circles_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"out.py": "", "p/a.py": "", "p/deep/b.py": "", "other/c.py": ""})
    (tmp_path / "p/out.py").symlink_to(tmp_path / "out.py")
    (tmp_path / "p/again").symlink_to(tmp_path / "p")
    (tmp_path / "p/deep/up").symlink_to("..")
    (tmp_path / "p/other").symlink_to(tmp_path / "other")
    (tmp_path / "p/folder.py").symlink_to(tmp_path / "p/deep")
    (tmp_path / "p/same.py").symlink_to("deep/b.py")
    project = loaded(tmp_path / "p")
    assert [file.module for file in project.files] == ["a", "deep.b", "same"]
    circle, out = "it leads in a circle", "it leads out of the sources"
    assert {
        m.message.split("`")[1].split("/p/")[1]: m.message.split(": ")[1]
        for m in project.diagnostics
    } == {
        "again": circle,
        "deep/up": circle,
        "folder.py": "what it leads to is read where it is",
        "other": out,
        "out.py": out,
    }
    assert {m.code.number for m in project.diagnostics} == {"FC107"}
    assert [m.level for m in project.diagnostics].count("warning") == 2


def test_links_that_nobody_would_read_are_left_out_without_a_word(tmp_path: Path) -> None:
    write(tmp_path, {"p/a.py": "", "p/.gitignore": "ignored\n", "p/.git/": "", "data.csv": ""})
    for name in (".hidden", "venv", "__pycache__", "ignored", "build"):
        (tmp_path / "p" / name).symlink_to(tmp_path)
    (tmp_path / "p/data.csv").symlink_to(tmp_path / "data.csv")
    (tmp_path / "p/broken").symlink_to("nowhere")
    assert modules(tmp_path / "p") == ["a"]


def test_a_link_to_what_may_not_be_looked_at_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"p/src/a.py": "", "closed/": ""})
    for place in ("p/x", "p/src/x"):
        (tmp_path / place).symlink_to(tmp_path / "closed")
    stat = os.stat

    def refusing(path: str | os.PathLike[str], *rest: object, **options: object) -> object:
        if os.path.realpath(path) == str(tmp_path / "closed"):
            raise PermissionError(13, "Permission denied")
        return stat(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refusing)
    assert modules(tmp_path / "p") == ["a"]
    assert modules(tmp_path / "p/src") == ["a"]


def test_a_link_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.py": ""})
    for name in ("x", ".gitignore"):
        (tmp_path / name).symlink_to("/nowhere")
    real = os.path.realpath

    def refusing(path: str | os.PathLike[str]) -> str:
        if str(path).endswith(("/x", "/.gitignore")):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os.path, "realpath", refusing)
    assert [m.split("`: ")[0].partition("`")[0] for m in messages(tmp_path)] == [
        "cannot read ",
        "the link ",
    ]
    assert all(m.endswith("may not be looked at") for m in messages(tmp_path))


def test_a_link_to_the_sources_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.py": "import b\n", "real/b.py": ""})
    (tmp_path / "link").symlink_to("real")
    assert modules(tmp_path / "link") == ["a", "b"]
    assert modules(tmp_path / "link/a.py") == ["a"]


def test_a_link_that_leads_nowhere_or_to_itself_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    (tmp_path / "nowhere.py").symlink_to("missing.py")
    (tmp_path / "circle.py").symlink_to("circle.py")
    assert [m.split(":")[0] for m in messages(tmp_path)] == [
        f"cannot read `{_shown(tmp_path / 'circle.py')}`",
        f"cannot read `{_shown(tmp_path / 'nowhere.py')}`",
    ]


def test_odd_files_are_reported_and_never_opened(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    os.mkfifo(tmp_path / "pipe.py")
    # The address of a socket has hardly more than a hundred characters.
    with inside(tmp_path), socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.py")
    found = messages(tmp_path)
    assert [m.split(": ")[1] for m in found] == ["it is not a regular file"] * 2
    assert messages(tmp_path / "pipe.py") == found[:1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "secret.py": "", "closed/b.py": ""})
    (tmp_path / "secret.py").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        assert len(messages(tmp_path)) == 2
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.py": "", "closed/b.py": ""})
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert messages(tmp_path) == [f"cannot read `{_shown(tmp_path / 'closed')}`: Permission denied"]


def test_no_python_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "", "tests/b.py": ""})
    (problem,) = loaded(tmp_path).diagnostics
    assert problem.code.number == "FC101"


def test_a_name_with_a_dot_is_left_out_with_a_word(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "settings.local.py": ""})
    project = loaded(tmp_path)
    assert [file.module for file in project.files] == ["a"]
    (problem,) = project.diagnostics
    assert not problem.is_error
    assert "settings.local.py" in problem.message


def test_names_of_every_kind_are_sorted_and_kept(tmp_path: Path) -> None:
    write(
        tmp_path, {"ü.py": "", "b c.py": "", "1.py": "", "__main__.py": "", "Z.py": "", "-x.py": ""}
    )
    assert modules(tmp_path) == ["-x", "1", "Z", "__main__", "b c", "ü"]


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()

"""Odd command lines and bad files: one clear message, nothing of the user's changed, no traceback."""

import os
from pathlib import Path

import pytest

from cli.project import Project


def test_an_output_folder_inside_the_sources_is_not_read_as_a_source(project: Project) -> None:
    before = project.tree("src")
    for happened in ("created", "unchanged"):
        result = project.flashc("src", "-o", "src/out")
        assert (result.exit_code, result.out.count(happened)) == (0, 2)
    assert {p: c for p, c in project.tree("src").items() if not p.startswith("out/")} == before


def test_sources_inside_the_output_folder_stay_as_they_are(project: Project) -> None:
    before = project.tree("src")
    assert project.flashc("src", "-o", ".").exit_code == 0
    assert project.flashc("src", "-o", ".").out.count("unchanged") == 2
    assert project.tree("src") == before


def test_an_endpoint_called_like_the_folder_of_its_sources_overwrites_nothing(
    project: Project,
) -> None:
    project.place(
        "src/users.py", project.tree("src")["users.py"].decode().replace('users"', 'src"')
    )
    before = project.tree("src")
    result = project.flashc("src", "-o", ".")
    assert (result.exit_code, "flashc did not write it" in result.err) == (1, True)
    assert project.tree("src") == before


@pytest.mark.parametrize("out", ["src", "./src/", "src/../src", "link"])
def test_the_sources_are_never_the_output_folder(project: Project, out: str) -> None:
    (project.folder / "link").symlink_to("src")
    before = project.tree("src")
    result = project.flashc("src", "-o", out)
    assert (result.exit_code, "both a source and the output folder" in result.err) == (2, True)
    assert project.tree("src") == before


@pytest.mark.parametrize(
    "sources",
    [
        ("src", "src"),
        ("src", "./src/"),
        ("src", "src/users.py"),
        ("src/users.py", "src"),
        ("link", "src"),
    ],
)
def test_sources_that_are_named_twice_count_once(
    project: Project, sources: tuple[str, ...]
) -> None:
    (project.folder / "link").symlink_to("src")
    project.flashc("src", "-o", "once")
    assert project.flashc(*sources, "-o", "twice").exit_code == 0
    assert project.tree("once") == project.tree("twice")


@pytest.mark.parametrize("out", ["src/users.py", "/dev/null"])
def test_a_file_is_no_output_folder(project: Project, out: str) -> None:
    result = project.flashc("src", "-o", out)
    assert (result.exit_code, "is not a folder" in result.err) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_nobody_may_write_to_is_named(project: Project) -> None:
    (project.folder / "closed").mkdir(mode=0o555)
    result = project.flashc("src", "-o", "closed/build")
    assert (result.exit_code, "`closed/build` could not be written" in result.err) == (2, True)


def test_a_place_where_nothing_can_be_written_is_named(project: Project) -> None:
    result = project.flashc("src", "-o", "/proc/flashc")
    assert (result.exit_code, "`/proc/flashc` could not be written" in result.err) == (2, True)


BAD: dict[str, tuple[bytes, str, str]] = {
    "binary": (b"\x7fELF\x02\x01\x00\x00", "FC103", "NUL"),
    "noise": (bytes(range(128, 256)) * 50, "FC103", "is not utf-8"),
    "unknown encoding": (b"# coding: klingon\n", "FC103", "klingon"),
    "brackets": (b"x = " + b"(" * 5000 + b"1" + b")" * 5000 + b"\n", "FC104", "too many"),
    "chain": (b"x = a" + b".b" * 30_000 + b"\n", "FC104", "nested too deeply"),
    "sum": (b"x = " + b"1+" * 30_000 + b"1\n", "FC104", "nested too deeply"),
    "blocks": (
        b"".join(b" " * n + b"if 1:\n" for n in range(150)) + b" " * 150 + b"pass\n",
        "FC104",
        "indentation",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_error_with_its_place(project: Project, name: str) -> None:
    content, code, words = BAD[name]
    (project.folder / "src/bad.py").write_bytes(content)
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert result.err.count(f"error[{code}]") == result.err.count("error[") == 1
    assert words in result.err
    assert " src/bad.py" in result.err
    assert not (project.folder / "build").exists()
    assert (project.folder / "src/bad.py").read_bytes() == content


def test_ten_megabytes_of_source_are_read(project: Project) -> None:
    rows = "".join(
        f"    'row {number} of many, which is as long as rows are',\n" for number in range(200_000)
    )
    project.place("src/rows.py", f"ROWS = [\n{rows}]\n")
    assert (project.folder / "src/rows.py").stat().st_size > 10_000_000
    assert project.flashc("check", "src").exit_code == 0


def test_a_file_without_an_end_is_not_read(project: Project) -> None:
    os.mkfifo(project.folder / "src/pipe.py")
    (project.folder / "src/loop.py").symlink_to("loop.py")
    (project.folder / "src/zero.py").symlink_to("/dev/zero")
    result = project.flashc("check", "src")
    assert result.exit_code == 1
    assert "cannot read `src/pipe.py`: it is not a regular file" in result.err
    assert "cannot read `src/loop.py`" in result.err
    assert "the link `src/zero.py` is not followed: it leads out of the sources" in result.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("python = 3.12\n", "FC653"),
        ("root = ['src']\n", "FC653"),
        ("[endpoint]\nusers = 3\n", "FC653"),
        ("endpoint = 'users'\n", "FC653"),
        ("[endpoint.users]\nworkersMax = 'many'\n", "FC653"),
        ("[endpoint.users]\ninclude = 'data'\n", "FC653"),
        ("[lints]\nFC701 = true\n", "FC653"),
        ("[imports]\ncv2 = 3\n", "FC653"),
        ("python = \n", "FC651"),
    ],
)
def test_a_wrong_type_in_the_configuration_has_its_line(
    project: Project, text: str, code: str
) -> None:
    project.place("flash.toml", text)
    result = project.flashc("src", "-o", "build")
    assert (result.exit_code, f"error[{code}]" in result.err) == (1, True)
    assert " flash.toml:" in result.err
    assert not (project.folder / "build").exists()


def test_locks_that_contradict_the_requirements_are_one_error_with_both_places(
    project: Project,
) -> None:
    project.place("src/users.py", "import numpy\n" + project.tree("src")["users.py"].decode())
    project.place("requirements.txt", "numpy>=2\n")
    project.place(
        "uv.lock",
        'version = 1\n\n[[package]]\nname = "numpy"\nversion = "1.26.4"\n'
        'source = { registry = "https://registry.invalid/simple" }\n',
    )
    result = project.flashc("src", "-o", "build")
    assert (result.exit_code, result.err.count("error[FC604]")) == (1, 1)
    assert "requirements.txt:1:" in result.err
    assert "uv.lock:" in result.err
    assert not Path(project.folder / "build").exists()

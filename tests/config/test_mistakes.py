"""Each mistake in `flash.toml` is one message with a place and a way out."""

from pathlib import Path

import pytest

from cli.project import Project
from config.manifests import found

DEEP = "[" * 5000


@pytest.mark.parametrize(
    ("text", "code", "place", "says"),
    [
        ("x = ", "FC651", "1:5", "`flash.toml` is not valid TOML"),
        ("a = 1\na = 2", "FC651", "2:6", "cannot overwrite a value"),
        ('[endpoint.users]\nimage = "x', "FC651", "2:", "`flash.toml` is not valid TOML"),
        (f"a = {DEEP}", "FC651", "1:1", "nested too deeply"),
        ("a = " + "9" * 5000, "FC651", "", "is not valid TOML"),
        ("pyton = 1", "FC652", "1:1", "did you mean `python`?"),
        ("[endpoints.users]", "FC652", "1:2", "did you mean `endpoint`?"),
        ("[endpoint.users]\nworkers_max = 1", "FC652", "2:1", "did you mean `workersMax`?"),
        ("[endpoint.users]\nimageName = 'x'", "FC652", "2:1", "did you mean `image`?"),
        ("[endpoint.users]\nzzz = 1", "FC652", "2:1", "known are: `image`, `gpus`"),
        ("endpoint.users.gpu = ['x']", "FC652", "1:16", "did you mean `gpus`?"),
        ("[[endpoint]]\nname = 'users'", "FC653", "1:3", "`endpoint` must be a table"),
        ("[lints]\nFC799 = 'off'", "FC652", "2:1", "there is no code `FC799`"),
        ("[lints]\nFC304 = 'off'", "FC657", "2:1", "`FC304` is an error, and stays one"),
        ("[lints]\nFC701 = 'deny'", "FC653", "2:9", "one of: error, warning, off"),
        ("lints = 1", "FC653", "1:9", "`lints` must be a table"),
        ("[imports]\ncv2 = 'open cv'", "FC653", "2:7", "must be a requirement (PEP 508)"),
        ("[imports]\n'c-v' = 'x'", "FC653", "2:1", "`c-v` cannot be imported"),
        ("python = 3.12", "FC653", "1:10", 'write it in quotes: `python = "3.12"`'),
        ("python = '3.10'", "FC653", "1:10", "one of: 3.11, 3.12, 3.13, 3.14"),
        ("root = 'gone'", "FC653", "1:8", "there is no such folder"),
        ("root = '/tmp'", "FC653", "1:8", "an absolute path holds on one machine only"),
        ("[endpoint.users]\nworkersMax = '3'", "FC653", "2:14", "this is text"),
        ("[endpoint.users]\nworkersMax = true", "FC653", "2:14", "this is true or false"),
        ("[endpoint.users]\nworkersMax = 1.5", "FC653", "2:14", "a number with a fraction"),
        ("[endpoint.users]\nworkersMax = 2020-01-01", "FC653", "2:14", "this is a date or time"),
        ("[endpoint.users]\nworkersMin = -1", "FC653", "2:14", "this is -1"),
        ("[endpoint.users]\nidleTimeout = 4000", "FC653", "2:15", "use one from 1 to 3600"),
        ("[endpoint.users]\nflashboot = 'yes'", "FC653", "2:13", "write `true` or `false`"),
        ("[endpoint.users]\ngpus = 'ADA_24'", "FC653", "2:8", "write an array: `gpus = ["),
        ("[endpoint.users]\ngpus = [1]", "FC653", "2:9", "entry 1 must be text"),
        ("[endpoint.users]\ngpus = ['ADA_25']", "FC653", "2:9", 'did you mean `"ADA_24"`?'),
        ("[endpoint.users]\nimage = ''", "FC653", "2:9", "this is empty"),
        ("[endpoint.users]\nimage = 'a b'", "FC653", "2:9", "name of a container image"),
        ("[endpoint.users]\nimage = 'a\\nb'", "FC653", "2:9", "name of a container image"),
        ("[endpoint.users]\nenv = ['A']", "FC653", "2:7", "must be a table of variables"),
        ("[endpoint.users.env]\nA = 8000", "FC653", "2:5", 'write it in quotes: `A = "8000"`'),
        ("[endpoint.users.env]\n1A = ''", "FC653", "2:1", "this cannot be one"),
        ("[endpoint.users.env]\nA = { form = 'B' }", "FC653", "2:5", '{ from = "A" }'),
        ("[endpoint.users]\nworkersMin = 5\nworkersMax = 2", "FC655", "2:14", "at most 2"),
        ("[endpoint.users]\ninstanceIds = ['cpu3g-1-4']", "FC655", "2:15", "runs on GPUs"),
        ("[endpoint.user]\nworkersMax = 1", "FC654", "1:11", "did you mean `[endpoint.users]`?"),
        ("endpoint.users = 1", "FC653", "1:18", "`users` must be a table"),
    ],
)
def test_a_mistake_is_one_message_with_its_place(
    project: Project, text: str, code: str, place: str, says: str
) -> None:
    project.place("flash.toml", text + "\n")
    (only,) = found(project)
    assert only[:2] == (code, "error")
    assert only[2].startswith(f"flash.toml:{place}")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert says in result.err
    assert not (project.folder / "build").exists()


def test_all_mistakes_of_a_table_and_of_an_array_are_said(project: Project) -> None:
    project.place(
        "flash.toml",
        "[endpoint.users]\ngpus = ['ADA_25', 1, 'ADA_24']\n"
        "[endpoint.users.env]\n1A = 8\nB = 1\nC = 'fine'\nD = { form = 'X' }\n",
    )
    places = [(code, where) for code, _, where in found(project)]
    assert places == [
        ("FC653", f"flash.toml:{where}") for where in ("2:9", "2:19", "4:1", "4:6", "5:5", "7:5")
    ]


def test_all_mistakes_of_the_file_are_said_at_once_with_those_of_the_sources(
    project: Project,
) -> None:
    project.write(
        users=(project.folder / "src/users.py").read_text().replace('"/users"', '"users"')
    )
    project.place("flash.toml", "a = 1\n[endpoint.users]\nworkersMin = 'x'\ninclude = 1\n")
    codes = [code for code, _, _ in found(project)]
    assert codes == ["FC652", "FC653", "FC653", "FC303"]


def test_an_endpoint_that_is_nothing_like_any_is_a_warning(project: Project) -> None:
    """The file may be about sources that were not named in this run."""
    project.place("flash.toml", "[endpoint.payments]\nworkersMax = 1\n")
    assert found(project) == [("FC654", "warning", "flash.toml:1:11")]
    assert found(project, "--deny", "warnings") == [("FC654", "error", "flash.toml:1:11")]


def test_an_endpoint_with_its_own_table_is_no_suggestion(project: Project) -> None:
    project.place("flash.toml", "[endpoint.users]\n[endpoint.users2]\n")
    assert found(project) == [("FC654", "warning", "flash.toml:2:11")]


def test_a_gpu_for_a_cpu_endpoint_is_a_contradiction(project: Project) -> None:
    text = (project.folder / "src/users.py").read_text()
    project.write(users=text.replace("LiveLoadBalancer", "CpuLiveLoadBalancer"))
    project.place("flash.toml", '[endpoint.users]\ngpus = ["ADA_24"]\n')
    assert found(project) == [("FC655", "error", "flash.toml:2:8")]


def test_a_limit_is_compared_with_the_source_too(project: Project) -> None:
    text = (project.folder / "src/users.py").read_text()
    project.write(users=text.replace('name="users"', 'name="users", workersMin=3'))
    project.place("flash.toml", "[endpoint.users]\nworkersMax = 2\n")
    assert found(project) == [("FC655", "error", "flash.toml:2:14")]


def test_two_tables_for_one_endpoint_must_agree(project: Project) -> None:
    project.place(
        "flash.toml",
        '[endpoint.users]\nworkersMax = 2\n[resource."users:users"]\nworkersMax = 3\n',
    )
    assert found(project) == [("FC655", "error", "flash.toml:2:14")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff = 1", "the byte at offset 0 is not UTF-8"),
        (b"#" * (2 << 20), "it is larger than a megabyte"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(project: Project, content: bytes, reason: str) -> None:
    (project.folder / "flash.toml").write_bytes(content)
    result = project.flashc("check", "src")
    assert result.exit_code == 1
    assert f"error[FC650]: cannot read `flash.toml`: {reason}\n" in result.err


def test_a_folder_of_that_name_is_not_read(project: Project) -> None:
    (project.folder / "flash.toml").mkdir()
    assert "cannot read `flash.toml`: it is not a file\n" in project.flashc("check", "src").err


def test_a_broken_link_is_no_configuration(project: Project) -> None:
    (project.folder / "flash.toml").symlink_to(Path("gone"))
    assert found(project) == []


def test_hostile_keys_cannot_reach_the_terminal(project: Project) -> None:
    project.place("flash.toml", '"\\u001b[31m\\u202e" = 1\n[endpoint."a\\nb"]\n')
    result = project.flashc("check", "src")
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err
    assert r"unknown key `\x1b[31m\u{202e}`" in result.err

"""What holds for every command: streams, exit codes, terminals, locales, interrupts."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.process import command, environment, flashc
from flashc import cli
from flashc.commands import app
from flashc.diagnostic import InternalError
from flashc.version import __version__


def test_the_version_is_answered_without_importing_anything_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; before = set(sys.modules); from flashc.cli import main; "
        "code = main(['--version']); print(sorted(set(sys.modules) - before), code)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    version, modules = result.stdout.splitlines()
    assert version == f"flashc {__version__}"
    for heavy in ("click", "ast_grep_py", "jinja2", "black", "dataclasses", "flashc.codes"):
        assert f"'{heavy}'" not in modules
    assert modules.endswith(" 0")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_python_dash_m_gives_the_version(option: str, tmp_path: Path) -> None:
    result = flashc(option, folder=tmp_path)
    assert (result.returncode, result.stdout) == (0, f"flashc {__version__}\n".encode())


def test_help_is_the_same_on_every_terminal(tmp_path: Path) -> None:
    narrow = flashc("--help", folder=tmp_path, extra={"COLUMNS": "30"})
    wide = flashc("--help", folder=tmp_path, extra={"COLUMNS": "300", "FORCE_COLOR": "1"})
    assert narrow.returncode == 0
    assert narrow.stdout == wide.stdout
    assert b"./build or\n  ./check" in narrow.stdout or b"./build or ./check" in narrow.stdout


def test_no_arguments_show_the_help_as_a_mistake(tmp_path: Path) -> None:
    result = flashc(folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Usage: flashc" in result.stderr


def test_a_reader_that_went_away_is_not_complained_about(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    result = subprocess.run(
        command("explain"),
        cwd=tmp_path,
        env=environment(),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_could_not_be_written_is_an_error(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            command("explain"),
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr.startswith(b"error: cannot write to the standard output: ")
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("closed", ["<&- >&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_do_no_harm(closed: str, tmp_path: Path) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m flashc explain 304 {closed}', sys.executable],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "extra",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_a_locale_that_lacks_a_character_is_no_error(extra: dict[str, str], tmp_path: Path) -> None:
    result = flashc("explain", "名前\u202e", folder=tmp_path, extra=extra)
    assert result.returncode == 2
    assert result.stderr.startswith(b"error: there is no code `")
    assert b"Traceback" not in result.stderr


def test_an_argument_that_is_not_text_is_shown_by_its_bytes(tmp_path: Path) -> None:
    result = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"flashc", b"explain", b"\xff\x1b"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert rb"`\xff\x1b`" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "extra", "colored"),
    [
        (["explain", "304"], {"TERM": "xterm"}, True),
        (["explain", "304"], {"TERM": "dumb"}, False),
        (["explain", "304"], {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (["explain", "304", "--color", "never"], {"TERM": "xterm"}, False),
    ],
)
def test_a_terminal_gets_colour_unless_it_or_the_user_says_no(
    arguments: list[str], extra: dict[str, str], colored: bool, tmp_path: Path
) -> None:
    parent, child = pty.openpty()
    subprocess.run(
        command(*arguments), cwd=tmp_path, env=environment(extra), stdout=child, check=True
    )
    os.close(child)
    assert (b"\x1b[" in os.read(parent, 4096)) is colored
    os.close(parent)


def test_colour_can_be_asked_for_where_there_is_no_terminal(tmp_path: Path) -> None:
    assert b"\x1b[" in flashc("explain", "304", "--color", "always", folder=tmp_path).stdout
    assert b"\x1b[" not in flashc("explain", "304", folder=tmp_path).stdout


def test_an_interrupt_is_one_line_and_exit_code_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run", interrupted)
    assert cli.main(["src"]) == 130
    assert capsys.readouterr() == ("", "interrupted\n")


def test_an_interrupt_inside_click_is_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.application.commands["explain"], "callback", interrupted)
    assert cli.main(["explain"]) == 130
    assert capsys.readouterr().err.strip() == "interrupted"


def test_a_signal_ends_the_process_with_130(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from flashc import cli; from flashc.commands import app; "
        "app.run = lambda _: os.kill(os.getpid(), signal.SIGINT); sys.exit(cli.main(['x']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert signal.SIGINT == 2
    assert (result.returncode, result.stderr) == (130, b"interrupted\n")


@pytest.mark.parametrize("problem", [InternalError("no name\x1b[2J"), ZeroDivisionError("x")])
def test_a_bug_is_called_one_and_says_what_to_report(
    problem: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise problem

    monkeypatch.setattr(app, "run", broken)
    assert cli.main(["src"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" in shown.err
    assert f"this is a bug in flashc: {type(problem).__name__}: " in shown.err
    assert f"flashc {__version__}, Python " in shown.err
    assert "report it" in shown.err
    assert "\x1b" not in shown.err


def test_output_is_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    one, other = (
        flashc("explain", folder=tmp_path, extra={"PYTHONHASHSEED": seed}).stdout for seed in "12"
    )
    assert one == other


def test_json_stays_alone_on_the_standard_output(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    result = flashc("check", "src", "--format", "json", folder=tmp_path)
    assert result.returncode == 1
    assert json.loads(result.stdout)["diagnostics"][0]["code"] == "FC101"
    assert result.stderr == b""

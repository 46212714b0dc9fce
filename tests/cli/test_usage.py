"""Mistakes in the arguments: exit code 2, one message, and what to type instead."""

from pathlib import Path

import pytest

from flashc.cli import main


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    return shown.err


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        (["src/"], "flashc src/ -o build/"),
        (["build", "src/"], "flashc build src/ -o build/"),
        (["src/", "--check", "--only", "a b"], "flashc src/ --check --only 'a b' -o build/"),
        (["./build"], "flashc ./build -o out/"),
    ],
)
def test_a_missing_output_folder_is_answered_with_the_whole_command(
    typed: list[str], corrected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("src").mkdir()
    assert _complaint(typed, capsys) == (
        f"error: there is no folder to write to\n  = help: name one: `{corrected}`\n"
    )


def test_a_mistyped_command_is_not_taken_for_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert _complaint(["chekc", "src"], capsys) == (
        "error: there is no command `chekc`\n  = help: did you mean `check`?\n"
    )


def test_a_folder_that_is_called_almost_like_a_command_is_a_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("route").mkdir()
    assert "no folder to write to" in _complaint(["route"], capsys)


def test_a_source_that_is_called_like_a_command_can_be_reached(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("check").mkdir()
    text = _complaint(["check", "-o", "out"], capsys)
    assert "`check` is a command; for the sources of that name write `./check`" in text


def test_an_unknown_option_is_answered_with_the_nearest_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = _complaint(["src", "-o", "out", "--forse"], capsys)
    assert "'--forse'" in text
    assert "--force" in text
    assert "`flashc build --help` shows how it is used" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "missing argument"),
        (["src", "-o", ""], "the output folder is an empty name"),
        (["", "-o", "out"], "a source or root is an empty name"),
        (["check", "src", "--root", ""], "a source or root is an empty name"),
        (["src", "-o", "out", "--check", "--force"], "--force has no meaning"),
        (["src", "-o", "out", "-qv"], "contradict each other"),
        (["check", "src", "--format", "xml"], "'xml' is not one of"),
        (["src", "-o", "src"], "`src` is both a source and the output folder"),
        (["src", "-o", "./src/../src/"], "`src` is both a source and the output folder"),
        (["missing", "-o", "out"], "missing"),
        (["check", "missing"], "missing"),
        (["routes", "src", "missing"], "missing"),
    ],
)
def test_wrong_arguments_are_one_message(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("src").mkdir()
    text = _complaint(arguments, capsys)
    assert text.startswith("error: ")
    assert message in text
    assert not Path("out").exists()

"""All diagnostics of a run: what repeats is told once, and nothing else is left out."""

from flashc.codes import UNKNOWN_ARGUMENT
from flashc.diagnostic import Diagnostic
from flashc.render.report import render_all, render_concisely
from flashc.source import SourceFile
from render.drawn import at, source


def _repeated(number: int) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    file = source("".join(f"r{n} = Resource(gpus=1)\n" for n in range(number)))
    return file, tuple(
        Diagnostic(
            code=UNKNOWN_ARGUMENT,
            message="unknown argument `gpus`",
            primary=at(file, "gpus", occurrence=n),
            help="did you mean `gpu`?",
        )
        for n in range(number)
    )


def test_a_few_alike_are_all_shown_in_full() -> None:
    file, few = _repeated(5)
    assert render_concisely(few, {file.path: file}, False) == render_all(
        few, {file.path: file}, False
    )


def test_of_many_alike_three_are_shown_then_places_then_a_number() -> None:
    file, many = _repeated(50)
    text = render_concisely(many, {file.path: file}, False)
    assert text.count("did you mean `gpu`?") == 3
    assert text.count("--> src/a.py:") == 3 + 10
    assert "--> src/a.py:4:15\n" in text
    assert "= note: and in 37 more places; -v shows each in full\n" in text


def test_when_all_places_are_named_no_number_is_left() -> None:
    file, many = _repeated(6)
    text = render_concisely(many, {file.path: file}, False)
    assert text.count("--> src/a.py:") == 6
    assert "= note: here as above; -v shows each in full\n" in text


def test_one_that_says_something_else_is_never_folded() -> None:
    file, many = _repeated(50)
    other = Diagnostic(code=UNKNOWN_ARGUMENT, message="unknown argument `x`", primary=None)
    text = render_concisely((*many, other), {file.path: file}, False)
    assert "unknown argument `x`" in text


def test_everything_is_shown_when_asked_for() -> None:
    file, many = _repeated(50)
    assert render_all(many, {file.path: file}, False).count("did you mean") == 50

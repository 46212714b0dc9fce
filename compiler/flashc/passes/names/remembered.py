"""Remembered: answers about one project that stay true as long as its bindings live.

Bindings are values and never change, so an answer about them never does either. It is kept beside them
and not in them, and goes when they go.
"""

from dataclasses import replace
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from flashc.ir.bindings import Bindings

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Remembered(Generic[Question, Answer]):
    """The answers to one kind of question, by project. What is kept must not lead to the bindings."""

    def __init__(self) -> None:
        self._answers: WeakKeyDictionary[Bindings, dict[Question, Answer]] = WeakKeyDictionary()

    def of(self, bindings: Bindings) -> dict[Question, Answer]:
        """Give the answers about one project, to be looked at and added to."""
        answers = self._answers.get(bindings)
        if answers is None:
            answers = self._answers[bindings] = {}
        return answers


_BY_PYTHON: Remembered[str, Bindings] = Remembered()


def for_python(bindings: Bindings, python: str) -> Bindings:
    """Give the bindings as workers that run `python` see them: the same value each time it is asked.

    A new value for each route or endpoint would have every answer looked for anew.
    """
    if bindings.python == python:
        return bindings
    known = _BY_PYTHON.of(bindings)
    if python not in known:
        known[python] = replace(bindings, python=python)
    return known[python]

"""Signatures of the user's functions, whose annotations may name what only type checkers import."""

import inspect
import sys
from collections.abc import Callable
from typing import Any


def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """Return the signature. From Python 3.14 on, what an annotation cannot resolve is a `ForwardRef`.

    There, asking for annotations evaluates them; before, they were strings or evaluated already.
    """
    if sys.version_info >= (3, 14):
        from annotationlib import Format  # noqa: PLC0415

        return inspect.signature(function, annotation_format=Format.FORWARDREF)
    return inspect.signature(function)

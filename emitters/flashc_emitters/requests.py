"""One `curl` command for each route, with plausible values."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from flashc.ir.plan.handlers import (
    BodyArgument,
    FieldFormat,
    FileArgument,
    FormArgument,
    Handler,
    PathArgument,
    QueryArgument,
)
from flashc.ir.plan.models import BodyModel
from flashc.ir.plan.types import Json, NamedType, Required, UserDefault
from flashc_emitters.code import Code
from flashc_emitters.example_types import Meanings
from flashc_emitters.examples import UNKNOWN, by_type, example
from flashc_emitters.literals import json_text, shell

_ADDRESS: Final = "http://localhost:8000"
_PARAMETER: Final = re.compile(r"{([^{}:]*)(?::[^{}]*)?}")


def curl(handler: Handler, models: Mapping[str, BodyModel], known: Meanings) -> Code:
    """Return the command line of one request to the route.

    `models` are the generated body models by name; `known` says what the names of types mean.
    """
    words = ["curl"]
    if handler.method != "GET":
        words += ["-X", handler.method]
    words.append(_ADDRESS + _path(handler, known) + _query(handler, known))
    for argument in handler.arguments:
        if isinstance(argument, BodyArgument) and not _is_better_left_out(argument, models, known):
            body = json_text.compact(_body(argument, models, known))
            words += ["-H", "Content-Type: application/json", "-d", body]
        elif isinstance(argument, FileArgument | FormArgument):
            words += _field(argument, known)
    return Code(" ".join(map(shell.word, words)))


def _field(argument: FileArgument | FormArgument, known: Meanings) -> list[str]:
    """Return one field of a multipart form; what the function has a default for is left out."""
    if not isinstance(argument.default, Required):
        return []
    if isinstance(argument, FileArgument):
        # A file that stands beside this text.
        return ["-F", f"{argument.name}=@README.md"]
    value = by_type(argument.type, known)
    parts = _each(value) if argument.format is FieldFormat.LIST else (value,)
    return [word for part in parts for word in ("-F", f"{argument.name}={_text(argument, part)}")]


def _text(argument: FormArgument, value: Json) -> str:
    if isinstance(value, str) and argument.format is not FieldFormat.JSON:
        return value
    return json_text.compact(value)


def _path(handler: Handler, known: Meanings) -> str:
    values = {
        argument.name: _in_url(by_type(argument.type, known))
        for argument in handler.arguments
        if isinstance(argument, PathArgument)
    }
    parts = _PARAMETER.split(handler.path)
    # `split` alternates between literal text and the names of parameters.
    return "".join(
        values.get(part, "1") if index % 2 else quote(part, safe="/:@", errors="replace")
        for index, part in enumerate(parts)
    )


def _query(handler: Handler, known: Meanings) -> str:
    pairs = [
        f"{quote(argument.key, errors='replace')}={_in_url(value)}"
        for argument in handler.arguments
        if isinstance(argument, QueryArgument) and isinstance(argument.default, Required)
        for value in _each(by_type(argument.type, known))
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _each(value: Json) -> tuple[Json, ...]:
    return value if isinstance(value, tuple) else (value,)


def _in_url(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value if isinstance(value, str) else json_text.compact(value), errors="replace")


def _body(argument: BodyArgument, models: Mapping[str, BodyModel], known: Meanings) -> Json:
    name = argument.type.name if isinstance(argument.type, NamedType) else ""
    if name not in models:
        value = by_type(argument.type, known)
        # A model of the user's own: its fields are not in the plan.
        return {} if value == UNKNOWN else value
    # A default that only the user's function knows need not be sent.
    return {
        field.key: example(field.type, field.default, known)
        for field in models[name].fields
        if not isinstance(field.default, UserDefault)
    }


def _is_better_left_out(
    argument: BodyArgument, models: Mapping[str, BodyModel], known: Meanings
) -> bool:
    """Say whether the body may be missing, and nothing is known that could be sent instead."""
    is_generated = isinstance(argument.type, NamedType) and argument.type.name in models
    if is_generated or isinstance(argument.default, Required):
        return False
    return by_type(argument.type, known) in (UNKNOWN, None)

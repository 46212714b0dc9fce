"""Paths: the grammar of path templates, as FastAPI and Starlette match them."""

import re

from flashc.ir.program import Path, PathParameter, PathText

CONVERTERS = ("str", "int", "float", "path", "uuid")
# A server tries all ways to share an address among them. For an address of 1,000 characters that may
# take 0.4 s with three `path` parameters, and 40 s with four. Segments are short, by and large.
MOST_PATHS = 3
MOST_TEXTS = 5
# Starlette takes any other name for literal text, so that the route would never match.
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_PIECE = re.compile(r"\{([^{}]*)\}")


class MalformedPath(ValueError):  # noqa: N818 - it names the fact
    """A path that breaks the grammar: `start` and `end` are characters within the path's text."""

    def __init__(self, message: str, advice: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.start = start
        self.end = end


class CrowdedPath(MalformedPath):
    """A path of more parameters that may take over each other's text than a server can match."""


def parse_path(text: str) -> Path:
    """Split `text` into literal text and parameters.

    Raises MalformedPath for what no request could match, or what matches other than it looks, and
    CrowdedPath for what takes too long to match. The leading slash is another rule's business.
    """
    parts: list[PathText | PathParameter] = []
    seen: set[str] = set()
    position = 0
    for match in _PIECE.finditer(text):
        _literal(text, position, match.start(), parts)
        parameter = _parameter(match)
        if parameter.name in seen:
            message = f"path parameter `{parameter.name}` occurs twice"
            raise MalformedPath(message, "give each parameter its own name", *match.span())
        seen.add(parameter.name)
        parts.append(parameter)
        position = match.end()
    _literal(text, position, len(text), parts)
    _uncrowded(text)
    return Path(text=text, parts=tuple(parts))


def _uncrowded(text: str) -> None:
    """Count what shares one stretch of an address: the whole of it, or what is between two slashes."""
    everywhere, here, position = 0, 0, 0
    for match in _PIECE.finditer(text):
        parameter = _parameter(match)
        here = here if "/" not in text[position : match.start()] else 0
        position = match.end()
        everywhere += parameter.converter == "path"
        here += parameter.converter == "str"
        if everywhere > MOST_PATHS:
            message = f"path has more than {MOST_PATHS} parameters of converter `path`"
            advice = (
                "take the rest of the address as one, `{rest:path}`, and part it in the function"
            )
            raise CrowdedPath(message, advice, *match.span())
        if here > MOST_TEXTS:
            message = f"path has more than {MOST_TEXTS} text parameters between two slashes"
            advice = "part them by `/`, give numbers the converter `int`, or take one and part it"
            raise CrowdedPath(message, advice, *match.span())


def _literal(text: str, start: int, end: int, parts: list[PathText | PathParameter]) -> None:
    piece = text[start:end]
    for offset, character in enumerate(piece):
        problem = _PROBLEMS.get(character)
        if problem is None and (character <= " " or character == "\x7f" or character.isspace()):
            problem = ("holds white space or a control character", "leave it out, or use `-`")
        if problem is not None:
            raise MalformedPath(
                f"path {problem[0]}", problem[1], start + offset, start + offset + 1
            )
    empty = piece.find("//")
    if empty >= 0:
        message, advice = "path holds an empty segment", "write one `/` between segments"
        raise MalformedPath(message, advice, start + empty, start + empty + 2)
    if piece:
        parts.append(PathText(text=piece))


def _parameter(match: re.Match[str]) -> PathParameter:
    name, colon, converter = match.group(1).partition(":")
    if not _NAME.fullmatch(name):
        message = f"`{name}` is not a name for a path parameter" if name else "`{}` has no name"
        advice = "write an identifier of ASCII letters, digits and `_`, such as `{user_id}`"
        raise MalformedPath(message, advice, *match.span())
    if colon and converter not in CONVERTERS:
        message = f"path parameter `{name}` has the unknown converter `{converter}`"
        advice = f"use one of {', '.join(f'`{c}`' for c in CONVERTERS)}, or none"
        raise MalformedPath(message, advice, *match.span())
    return PathParameter(name=name, converter=converter or "str")


_PROBLEMS = {
    "{": ("has an unbalanced `{`", "close the parameter with `}`"),
    "}": ("has an unbalanced `}`", "open the parameter with `{`"),
    "?": ("holds a query", "leave out `?...`: parameters of a GET function are the query"),
    "#": ("holds a fragment", "leave out `#...`: it never reaches a server"),
}

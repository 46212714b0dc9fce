"""String literals: from the tokens of the grammar to the text that Python would see."""

import ast
import re
import warnings
from collections.abc import Iterator

from ast_grep_py import SgNode

from flashc.passes.parse.nodes import named

PREFIX_LETTERS = "rRbBuUfFtT"
TRIPLE = ('"""', "'''")
ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|[0-7]{1,3}|x..|u.{4}|U.{8}|.)", re.DOTALL)


def strings_in(node: SgNode) -> list[SgNode]:
    """Give the string tokens of a `string` or `concatenated_string`."""
    return named(node) if node.kind() == "concatenated_string" else [node]


def is_formatted(node: SgNode) -> bool:
    """Tell f-strings and t-strings from plain ones; a concatenation counts if one part does."""
    return any(not {"f", "t"}.isdisjoint(_prefix(part.text())) for part in strings_in(node))


def is_template(node: SgNode) -> bool:
    """Tell t-strings (PEP 750), which are no text."""
    return any("t" in _prefix(part.text()) for part in strings_in(node))


def literal_value(node: SgNode) -> str | bytes | None:
    """Give the value of a plain `string` or `concatenated_string`; None if Python refuses it."""
    parts = [_evaluate(part.text()) for part in strings_in(node)]
    return parts[0] if len(parts) == 1 else _join(parts)


def formatted_parts(node: SgNode) -> Iterator[str | SgNode]:
    """Yield the texts and the `interpolation` nodes of an f-string, or of a concatenation with one."""
    for part in strings_in(node):
        prefix = _prefix(part.text())
        if {"f", "t"}.isdisjoint(prefix):
            value = _evaluate(part.text())
            yield value if isinstance(value, str) else ""
            continue
        for child in named(part):
            if child.kind() == "interpolation":
                yield child
                continue
            text = _unix(_content(child)).replace("{{", "{").replace("}}", "}")
            if text:
                yield text if "r" in prefix else ESCAPE.sub(_unescaped, text)


def _content(node: SgNode) -> str:
    r"""Give the text between the quotes that a node of an f-string holds.

    The grammar counts backslashes before the closing quote of `rf"{a}\\"` to the quote.
    """
    if node.kind() == "string_end":
        return node.text().rstrip("\"'")
    return node.text() if node.kind() == "string_content" else ""


def _prefix(token: str) -> str:
    """Give the prefix letters of a token, in lower case: `rb`, `f`, or nothing."""
    start = token[:2]
    return start[: len(start) - len(start.lstrip(PREFIX_LETTERS))].lower()


def _unescaped(escape: re.Match[str]) -> str:
    """Evaluate one escape; one that Python does not know stands for itself."""
    text = escape.group()
    if text == "\\\n":
        return ""
    value = _literal(f'"{text}"')
    return value if isinstance(value, str) else text


def _unix(text: str) -> str:
    """Give the line ends inside a literal as Python does, whatever the file has."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _join(parts: list[str | bytes | None]) -> str | bytes | None:
    texts = [part for part in parts if isinstance(part, str)]
    octets = [part for part in parts if isinstance(part, bytes)]
    if len(texts) == len(parts):
        return "".join(texts)
    return b"".join(octets) if len(octets) == len(parts) else None


def _evaluate(token: str) -> str | bytes | None:
    """Evaluate one string token as Python's own literal evaluation does; nothing can run."""
    prefix = _prefix(token)
    if "b" in prefix or ("\\" in token and "r" not in prefix):
        return _literal(token)
    quoted = token[len(prefix) :]
    return _unix(quoted[3:-3] if len(quoted) >= 6 and quoted[:3] in TRIPLE else quoted[1:-1])


def _literal(token: str) -> str | bytes | None:
    with warnings.catch_warnings():
        # An unknown escape such as `\d` is the business of a linter.
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(token)
        except (SyntaxError, ValueError):
            return None
    return value if isinstance(value, str | bytes) else None

"""String literals: from the tokens of the grammar to the text that Python would see."""

import ast
import warnings
from collections.abc import Iterator

from ast_grep_py import SgNode

PREFIX_LETTERS = "rRbBuUfFtT"


def prefix_of(node: SgNode) -> str:
    """Give the prefix letters of a `string` node, in lower case: `rb`, `f`, or nothing."""
    start = node.child(0)
    return "" if start is None else start.text().rstrip("\"'").lower()


def is_formatted(node: SgNode) -> bool:
    """Tell f-strings and t-strings from plain ones; a concatenation counts if one part does."""
    if node.kind() == "concatenated_string":
        return any(is_formatted(part) for part in node.children() if part.kind() == "string")
    return not {"f", "t"}.isdisjoint(prefix_of(node))


def literal_value(node: SgNode) -> str | bytes | None:
    """Give the value of a plain `string` or `concatenated_string`; None if Python refuses it."""
    if node.kind() == "concatenated_string":
        parts = [literal_value(part) for part in node.children() if part.kind() == "string"]
        return _join(parts)
    return _evaluate(node.text())


def formatted_parts(node: SgNode) -> Iterator[str | SgNode]:
    """Yield the texts and the `interpolation` nodes of an f-string, or of a concatenation with one."""
    if node.kind() == "concatenated_string":
        for part in node.children():
            if part.kind() == "string":
                yield from formatted_parts(part)
        return
    if not is_formatted(node):
        value = literal_value(node)
        yield value if isinstance(value, str) else ""
        return
    yield from _parts_of_one(node)


def _parts_of_one(node: SgNode) -> Iterator[str | SgNode]:
    raw = "r" in prefix_of(node)
    quote = node.children()[0].text().lstrip(PREFIX_LETTERS)
    for child in node.children():
        if child.kind() == "interpolation":
            yield child
        elif child.kind() == "string_content":
            text = child.text().replace("{{", "{").replace("}}", "}")
            value = _evaluate(("r" if raw else "") + quote + text + quote)
            yield value if isinstance(value, str) else text


def _join(parts: list[str | bytes | None]) -> str | bytes | None:
    texts = [part for part in parts if isinstance(part, str)]
    octets = [part for part in parts if isinstance(part, bytes)]
    if len(texts) == len(parts):
        return "".join(texts)
    return b"".join(octets) if len(octets) == len(parts) else None


def _evaluate(token: str) -> str | bytes | None:
    """Evaluate one string token as Python's own literal evaluation does; nothing can run."""
    if "\\" not in token and "\r" not in token and token[0] in "\"'":
        return token[3:-3] if len(token) >= 6 and token[:3] in ('"""', "'''") else token[1:-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(token)
        except (SyntaxError, ValueError):
            return None
    return value if isinstance(value, str | bytes) else None

"""Nodes of the grammar: their places, children and names."""

import unicodedata

from ast_grep_py import SgNode

from flashc.source import Span

# What the grammar allows anywhere.
EXTRAS = frozenset({"comment", "line_continuation"})


def place_of(node: SgNode) -> tuple[int, int]:
    """Give the index of the first character that `node` covers, and that of the first behind it.

    An edit knows no more than that. `node.range()` counts lines and columns as well, each time from
    where the line begins: a long line would take time that grows with its square.
    """
    edit = node.replace("")
    return edit.start_pos, edit.end_pos


def span_of(node: SgNode, path: str) -> Span:
    """Give the characters that `node` covers."""
    return Span(path, *place_of(node))


def named(node: SgNode) -> list[SgNode]:
    """Give the named children without comments and line continuations."""
    return [child for child in node.named_children() if child.kind() not in EXTRAS]


def identifier(node: SgNode) -> str:
    """Give a name as Python compares it: NFKC-normalised (PEP 3131)."""
    text = node.text()
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def dotted(node: SgNode) -> str:
    """Give a dotted name without the spaces that Python allows in it."""
    return ".".join(identifier(part) for part in named(node)) or identifier(node)

"""Nodes of the grammar: their places, children and names."""

import unicodedata

from ast_grep_py import SgNode

from flashc.source import Span

# What the grammar allows anywhere.
EXTRAS = frozenset({"comment", "line_continuation"})


def span_of(node: SgNode, path: str) -> Span:
    """Give the characters that `node` covers."""
    place = node.range()
    return Span(path, place.start.index, place.end.index)


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

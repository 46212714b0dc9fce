"""Versions: syntax that not every Python that workers run on knows, and the first that does.

Only 3.12 and newer are of interest: no worker runs on anything older than 3.11.
"""

import re
from collections.abc import Iterator
from typing import Final

from ast_grep_py import SgNode

from flashc.ir.syntax import NewSyntax
from flashc.passes.parse.nodes import span_of

# The oldest Python that knows some of it.
FIRST_NEW: Final = (3, 12)
# What a text must hold before its tree is searched: most modules have none of it.
_TYPE: Final = re.compile(r"^[ \t]*type[ \t]+\w", re.MULTILINE)
_PARAMETERS: Final = re.compile(r"\b(?:def|class)[ \t]+\w+[ \t]*\[")
_FORMATTED: Final = re.compile(r"\b(?:[fF][rR]?|[rR][fF])['\"]")
_TEMPLATE: Final = re.compile(r"\b(?:[tT][rR]?|[rR][tT])['\"]")
_EXCEPT: Final = re.compile(r"\bexcept\b[^:(\n]*,")


def new_syntax(text: str, root: SgNode, path: str) -> tuple[NewSyntax, ...]:
    """Give the first use of each kind, in the order of the versions that know it."""
    found = [*_type_statement(text, root), *_type_parameters(text, root), *_defaults(text, root)]
    found += [*_nested_quotes(text, root), *_template(text, root), *_bare_except(text, root)]
    return tuple(
        NewSyntax(what=what, python=python, span=span_of(node, path))
        for what, python, node in found
    )


_Found = tuple[str, str, SgNode]


def _type_statement(text: str, root: SgNode) -> Iterator[_Found]:
    node = root.find(kind="type_alias_statement") if _TYPE.search(text) else None
    if node is not None:
        yield "a `type` statement", "3.12", node


def _type_parameters(text: str, root: SgNode) -> Iterator[_Found]:
    node = next(_parameter_lists(text, root), None)
    if node is not None:
        yield "type parameters in brackets", "3.12", node


def _defaults(text: str, root: SgNode) -> Iterator[_Found]:
    for node in _parameter_lists(text, root):
        if any(is_default(child) for child in node.children()):
            yield "a default of a type parameter", "3.13", node
            return


def _parameter_lists(text: str, root: SgNode) -> Iterator[SgNode]:
    """Yield `[T]` of definitions; `list[int]` in an annotation has the same kind of node."""
    if not _PARAMETERS.search(text):
        return
    for kind in ("function_definition", "class_definition"):
        for definition in root.find_all(kind=kind):
            node = next((c for c in definition.children() if c.kind() == "type_parameter"), None)
            if node is not None:
                yield node


def is_default(node: SgNode) -> bool:
    """Tell `T =` in a list of type parameters: the grammar has no name for the default yet."""
    parent = node.parent()
    is_there = node.kind() == "ERROR" and parent is not None and parent.kind() == "type_parameter"
    return is_there and bool(re.search(r"\w\s*=$", node.text()))


def _template(text: str, root: SgNode) -> Iterator[_Found]:
    if not _TEMPLATE.search(text):
        return
    for node in root.find_all(kind="string_start"):
        if "t" in node.text().rstrip("\"'").lower():
            yield "a template string", "3.14", node.parent() or node
            return


def _bare_except(text: str, root: SgNode) -> Iterator[_Found]:
    if not _EXCEPT.search(text):
        return
    for clause in root.find_all(kind="except_clause"):
        if any(child.kind() == "," for child in clause.children()):
            names = [child for child in clause.children() if child.kind() == ","]
            yield "`except` with several exceptions and no parentheses", "3.14", names[0]
            return


def _nested_quotes(text: str, root: SgNode) -> Iterator[_Found]:
    """Find what PEP 701 made valid inside of f-strings: their own quotes, backslashes, comments."""
    if not _FORMATTED.search(text):
        return
    for part in root.find_all(kind="interpolation"):
        holder = part.parent()
        start = holder.child(0) if holder is not None else None
        if start is None or start.kind() != "string_start":
            continue
        prefix = start.text().rstrip("\"'")
        if "t" not in prefix.lower() and _is_newer(part, start.text()[len(prefix) :]):
            yield "an f-string with its own quotes, a backslash or a comment inside", "3.12", part
            return


def _is_newer(part: SgNode, quotes: str) -> bool:
    inner = "".join(
        child.text()
        for child in part.children()
        # A format may hold `#` and quotes in every version.
        if child.kind() not in {"format_specifier", "{", "}"}
    )
    spread = "\n" in part.text() and len(quotes) == 1
    return spread or quotes in inner or "\\" in inner or "#" in inner


def needs_newer(text: str, root: SgNode, path: str, host: tuple[int, int]) -> bool:
    """Tell whether a text holds syntax that `host` cannot know."""
    return any(
        tuple(map(int, one.python.split("."))) > host for one in new_syntax(text, root, path)
    )

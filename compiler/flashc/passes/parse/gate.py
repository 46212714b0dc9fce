"""The syntax gate: whether Python would accept a file, without running it.

Neither parser is one alone. tree-sitter accepts mis-indented bodies, `return` outside a function and
`print "x"`; the host's Python refuses syntax newer than itself. The host decides wherever it is as
new as the code; where it is older, its error counts only if tree-sitter sees one too.
"""

import sys
import warnings

from ast_grep_py import SgNode

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.passes.parse.nodes import span_of
from flashc.source import SourceFile, Span

# Grammar nodes that only a newer Python knows, and the first version that does.
NEWER_SYNTAX = {
    "type_alias_statement": (3, 12),
    "type_parameter": (3, 12),
    "except_group_clause": (3, 11),
    "template_string": (3, 14),
}


def syntax_errors(source: SourceFile, root: SgNode) -> tuple[Diagnostic, ...]:
    """Give the errors, or a doubt, about the syntax of `source`; at most one of each parser."""
    refusal = _host_refusal(source)
    if refusal is None:
        unknown = root.find(kind="ERROR")
        return () if unknown is None else (_unknown_syntax(source, unknown),)
    if isinstance(refusal, SyntaxError) and _needs_newer_than_host(root):
        return (_doubt(source, refusal, root),)
    return (_error(source, refusal),)


def nested_too_deeply(source: SourceFile, span: Span) -> Diagnostic:
    """Refuse what neither Python nor a reader of the code would follow to its end."""
    start = source.position(span.start)
    place = source.span_of_line(start.line, start.column)
    return Diagnostic(
        code=codes.SYNTAX,
        message="nested too deeply",
        primary=Label(span=place, text="in here"),
        help="split the deepest expression into named parts",
    )


def _host_refusal(source: SourceFile) -> SyntaxError | ValueError | RecursionError | None:
    """Compile the text with the host's Python; this builds a code object and executes nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source.text, source.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return RecursionError(str(error)) if isinstance(error, MemoryError) else error
    return None


def _needs_newer_than_host(root: SgNode) -> bool:
    """Tell whether the refusal can come from the file being newer than the host's Python."""
    if root.find(kind="ERROR") is not None:
        return False
    host = sys.version_info[:2]
    newer = (kind for kind, version in NEWER_SYNTAX.items() if version > host)
    return any(_occurs(root, kind) for kind in newer) or (host < (3, 12) and _nests_quotes(root))


def _occurs(root: SgNode, kind: str) -> bool:
    if kind == "template_string":
        starts = root.find_all(kind="string_start")
        return any("t" in start.text().rstrip("\"'").lower() for start in starts)
    if kind == "type_parameter":
        # `list[int]` in an annotation has the same node; a definition's own parameters are new.
        definitions = [*root.find_all(kind="function_definition")]
        definitions += root.find_all(kind="class_definition")
        return any(d.field("type_parameters") is not None for d in definitions)
    return root.find(kind=kind) is not None


def _nests_quotes(root: SgNode) -> bool:
    """Tell whether an f-string holds what PEP 701 (Python 3.12) made valid."""
    for part in root.find_all(kind="interpolation"):
        holder = part.parent()
        start = holder.child(0) if holder is not None else None
        quote = start.text()[-1] if start is not None else '"'
        if quote in part.text() or "\\" in part.text() or "#" in part.text():
            return True
    return False


def _unknown_syntax(source: SourceFile, node: SgNode) -> Diagnostic:
    """Refuse what Python accepts and the grammar does not know: what it declares would be lost."""
    start = source.position(node.range().start.index)
    return Diagnostic(
        code=codes.SYNTAX,
        message="this syntax is newer than flashc, and cannot be read",
        primary=Label(span=source.span_of_line(start.line, start.column)),
        help="write it in the syntax of Python 3.12",
    )


def _doubt(source: SourceFile, refusal: SyntaxError, root: SgNode) -> Diagnostic:
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Diagnostic(
        code=codes.SYNTAX_DOUBTFUL,
        message="syntax newer than the Python that runs flashc",
        primary=_label(source, refusal) or Label(span=span_of(root, source.path)),
        notes=(f"Python {running} says: {refusal.msg}", "the file is compiled as it is"),
        help="run flashc with the Python that you deploy with to have the syntax confirmed",
    )


def _error(source: SourceFile, refusal: SyntaxError | ValueError | RecursionError) -> Diagnostic:
    if isinstance(refusal, RecursionError):
        return nested_too_deeply(source, source.span_of_line(1))
    if not isinstance(refusal, SyntaxError):
        return Diagnostic(
            code=codes.SYNTAX,
            message=f"syntax error: {refusal}",
            primary=Label(span=source.span_of_line(1)),
            help="correct the line; the file's routes are left out until Python accepts it",
        )
    return Diagnostic(
        code=codes.SYNTAX,
        message=f"syntax error: {refusal.msg}",
        primary=_label(source, refusal) or Label(span=source.span_of_line(1)),
        help="correct the line; the file's routes are left out until Python accepts it",
    )


def _label(source: SourceFile, refusal: SyntaxError) -> Label | None:
    if refusal.lineno is None:
        return None
    column = refusal.offset if refusal.offset and refusal.offset > 0 else 1
    return Label(span=source.span_of_line(refusal.lineno, column), text="Python stops here")

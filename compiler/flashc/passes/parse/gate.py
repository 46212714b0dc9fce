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
from flashc.passes.parse.depth import usual_stack
from flashc.passes.parse.nodes import place_of, span_of
from flashc.passes.parse.versions import is_default, needs_newer
from flashc.source import SourceFile, Span


def syntax_errors(source: SourceFile, root: SgNode) -> tuple[Diagnostic, ...]:
    """Give the errors, or a doubt, about the syntax of `source`; at most one of each parser."""
    refusal = _host_refusal(source)
    if refusal is None:
        unknown = _unknown_to_grammar(root)
        return () if unknown is None else (_unknown_syntax(source, unknown),)
    if isinstance(refusal, SyntaxError) and _needs_newer_than_host(source, root):
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
            with usual_stack():
                compile(source.text, source.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return RecursionError(str(error)) if isinstance(error, MemoryError) else error
    return None


def _needs_newer_than_host(source: SourceFile, root: SgNode) -> bool:
    """Tell whether the refusal can come from the file being newer than the host's Python."""
    if _unknown_to_grammar(root) is not None:
        return False
    return needs_newer(source.text, root, source.path, sys.version_info[:2])


def _unknown_to_grammar(root: SgNode) -> SgNode | None:
    """Give the first thing that the grammar does not know, defaults of type parameters aside."""
    first = root.find(kind="ERROR")
    if first is None or not is_default(first):
        return first
    return next((node for node in root.find_all(kind="ERROR") if not is_default(node)), None)


def _unknown_syntax(source: SourceFile, node: SgNode) -> Diagnostic:
    """Refuse what Python accepts and the grammar does not know: what it declares would be lost."""
    start = source.position(place_of(node)[0])
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

"""Parse: one source file to its syntax. The only place that knows ast-grep; nothing is executed."""

from ast_grep_py import SgRoot

from flashc.diagnostic import Diagnostic
from flashc.ir.syntax import Expression, ModuleSyntax
from flashc.passes.parse.expressions import named, read
from flashc.passes.parse.gate import syntax_errors
from flashc.passes.parse.statements import StatementReader, docstring_of
from flashc.source import SourceFile, Span


def parse(source: SourceFile) -> tuple[ModuleSyntax | None, tuple[Diagnostic, ...]]:
    """Parse `source`. There is no syntax when one of the diagnostics is an error."""
    root = SgRoot(source.text, "python").root()
    diagnostics = syntax_errors(source, root)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        return None, diagnostics
    reader = StatementReader(source, root)
    syntax = ModuleSyntax(
        name=source.module,
        source=source,
        docstring=docstring_of(root),
        body=reader.block(root),
    )
    return syntax, diagnostics


def parse_expression(text: str, span: Span) -> Expression | None:
    """Parse a quoted annotation; `span` is where the quotes stand, and None means no expression.

    Places inside the expression count from the start of `text`: only the whole has a place.
    """
    root = SgRoot(text, "python").root()
    statements = named(root)
    if len(statements) != 1 or statements[0].kind() != "expression_statement":
        return None
    inner = named(statements[0])
    return (
        read(inner[0], span.path) if len(inner) == 1 and root.find(kind="ERROR") is None else None
    )

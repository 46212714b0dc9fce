"""Parse: one source file to its syntax. The only place that knows ast-grep; nothing is executed."""

import re
import sys

from ast_grep_py import SgRoot

from flashc.diagnostic import Diagnostic
from flashc.ir.expressions import Expression
from flashc.ir.syntax import ModuleSyntax
from flashc.passes.parse.depth import TooDeep
from flashc.passes.parse.gate import nested_too_deeply, syntax_errors
from flashc.passes.parse.quoted import read_quoted
from flashc.passes.parse.statements import StatementReader, docstring_of
from flashc.passes.parse.versions import FIRST_NEW, new_syntax
from flashc.source import SourceFile, Span

LONE_RETURN = re.compile("\r(?!\n)")


def parse(source: SourceFile) -> tuple[ModuleSyntax | None, tuple[Diagnostic, ...]]:
    """Parse `source`. There is no syntax when one of the diagnostics is an error."""
    # The grammar does not know that a lone `\r` ends a line; Python does.
    root = SgRoot(LONE_RETURN.sub("\n", source.text), "python").root()
    diagnostics = syntax_errors(source, root)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        return None, diagnostics
    try:
        body = StatementReader(root, source.path).module(root)
    except TooDeep as problem:
        return None, (*diagnostics, nested_too_deeply(source, problem.span))
    syntax = ModuleSyntax(
        name=source.module,
        source=source,
        docstring=docstring_of(root),
        body=body,
        new=() if _is_old(diagnostics) else new_syntax(source.text, root, source.path),
    )
    return syntax, diagnostics


def _is_old(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether an old host has accepted the text without a doubt, so that nothing in it is new."""
    return sys.version_info < FIRST_NEW and not diagnostics


def parse_expression(text: str, span: Span, at: int | None = None) -> Expression | None:
    """Parse a quoted annotation; `span` is where the quotes stand, and None means no expression.

    `at` is where `text` stands in the file. Without it every part has the place of the whole: the
    text between the quotes may differ from what it means.
    """
    return read_quoted(text, span, at)

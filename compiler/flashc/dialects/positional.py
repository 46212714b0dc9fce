"""FC207: a route that is passed to `remote` by position, where the API takes something else."""

import json

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Call, Expression, Starred
from flashc.ir.facts import Known
from flashc.ir.program import Method
from flashc.passes.fold import fold
from flashc.source import Span


def positional_route(bindings: Bindings, module: str, call: Call) -> Diagnostic | None:
    """Report `@remote(api, "POST", "/x")`; None where no text is passed as the second argument."""
    given = [_text(bindings, module, argument) for argument in call.arguments]
    # Text is no list of dependencies, and no list of system dependencies.
    texts = [(name, text) for name, text in zip(_PLACES, given[1:], strict=False) if text]
    if not texts:
        return None
    words = [text for _, text in texts]
    method = next((w for w in words if w.strip().upper() in set(Method)), "POST")
    path = next((w for w in words if w.startswith("/")), "/api/process")
    first = call.arguments[1 if given[1] else 2]
    last = call.arguments[2] if len(given) > 2 and given[2] else first
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"`remote` takes `{texts[0][0]}` in this place, not a method or a path",
        primary=Label(
            span=Span(path=first.span.path, start=first.span.start, end=last.span.end),
            text="passed by position",
        ),
        help=f"pass them by name: `@remote(..., method={json.dumps(method)}, "
        f"path={json.dumps(path, ensure_ascii=False)})`",
    )


def _text(bindings: Bindings, module: str, argument: Expression) -> str:
    fact = None if isinstance(argument, Starred) else fold(bindings, module, argument)
    is_text = isinstance(fact, Known) and isinstance(fact.value, str)
    return str(fact.value) if is_text and isinstance(fact, Known) else ""


_PLACES = ("dependencies", "system_dependencies")

"""Routes: whether one declaration's method and path are a route, in the specification's words."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Code, Diagnostic, Fix, Label
from flashc.ir.declarations import Declaration
from flashc.ir.facts import Fact, Unknown
from flashc.ir.program import Method, Path
from flashc.passes.routes.paths import CrowdedPath, MalformedPath, parse_path
from flashc.passes.suggest import suggestion
from flashc.passes.toml_words import settled_with, toml_key
from flashc.source import SourceFile, Span

METHODS = ", ".join(Method)
_TOO_LONG = (
    "a server tries every way to share an address among them: one request with a long address would keep"
    " the worker busy for minutes"
)


def lower_method(declaration: Declaration) -> tuple[Method | None, tuple[Diagnostic, ...]]:
    """Give the method in upper case, or what is wrong with it."""
    text, problems = _text(declaration, "method", codes.METHOD_NOT_CONSTANT, '"POST"')
    if text is None:
        return None, problems
    normalised = text.strip().upper()
    if normalised in set(Method):
        return Method(normalised), ()
    near = suggestion(text.strip(), list(Method))
    span = declaration.method_span
    return None, (
        Diagnostic(
            code=codes.INVALID_METHOD,
            message=f"Invalid HTTP method '{text}' must be one of: {METHODS}",
            primary=Label(span=span),
            help=f'did you mean `method="{near}"`?' if near else "verify the method's spelling",
            fix=Fix(span=span, replacement=f'"{near}"') if near else None,
        ),
    )


def lower_path(
    declaration: Declaration, source: SourceFile
) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """Give the path template, or what is wrong with it."""
    text, problems = _text(declaration, "path", codes.PATH_NOT_CONSTANT, '"/api/process"')
    if text is None:
        return None, problems
    return _template(text, declaration.path_span, source)


def missing_parts(declaration: Declaration) -> Iterator[Diagnostic]:
    """Report a route that lacks its method, its path, or both."""
    missing = [name for name in ("method", "path") if getattr(declaration, name) is None]
    if not missing:
        return
    example = '`@remote(lb, method="POST", path="/api/endpoint")`'
    yield Diagnostic(
        code=codes.METHOD_AND_PATH,
        message=f"{declaration.resource.resource_class.name} requires both 'method' and 'path'",
        primary=Label(span=declaration.span, text=f"{_list(missing)} missing"),
        labels=(Label(span=declaration.definition.name_span, text="for this function"),),
        help=f"add both parameters: {example}",
    )


def _list(missing: list[str]) -> str:
    verb = "is" if len(missing) == 1 else "are"
    return f"{' and '.join(f'`{name}`' for name in missing)} {verb}"


def settled_by(advice: str, declaration: Declaration, line: str, variable: str | None) -> str:
    """Add to `advice` what else settles `name=value` for a function."""
    name, _, value = line.partition("=")
    address = toml_key(f"{declaration.module}:{declaration.definition.name}")
    return settled_with(advice, f"[function.{address}]", f"{name} = {value}", variable)


def _text(
    declaration: Declaration, name: str, code: Code, example: str
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    fact: Fact | None = getattr(declaration, name)
    if fact is None:
        return None, ()
    if isinstance(fact, Unknown):
        if fact.broken:
            return None, ()
        primary = Label(span=fact.span, text=fact.reason)
        message, line = f"`{name}` is not a constant", f"{name}={example}"
        advice = settled_by(f"write it as text: `{line}`", declaration, line, fact.variable)
        return None, (Diagnostic(code=code, message=message, primary=primary, help=advice),)
    if not isinstance(fact.value, str):
        message, advice = f"`{name}` is not text", f"write it as text: `{name}={example}`"
        primary = Label(span=fact.span)
        code = codes.WRONG_ARGUMENT_TYPE
        return None, (Diagnostic(code=code, message=message, primary=primary, help=advice),)
    return fact.value, ()


def _template(
    text: str, span: Span, source: SourceFile
) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []
    path: Path | None = None
    if not text.startswith("/"):
        problems.append(_without_slash(text, span))
    try:
        path = parse_path(text)
    except MalformedPath as error:
        is_crowded = isinstance(error, CrowdedPath)
        problems.append(
            Diagnostic(
                code=codes.CROWDED_PATH if is_crowded else codes.PATH_GRAMMAR,
                message=error.message,
                primary=_within(source, span, text, error),
                notes=(_TOO_LONG,) if is_crowded else (),
                help=error.advice,
            )
        )
    return (None if problems else path), tuple(problems)


def _without_slash(text: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.PATH_WITHOUT_SLASH,
        message=f"path must start with '/', but is '{text}'",
        primary=Label(span=span),
        help=f"use an absolute path: `/{text}`",
    )


def _within(source: SourceFile, span: Span, text: str, error: MalformedPath) -> Label:
    """Point into the literal where the path stands as it is; else at the whole argument."""
    if source.path != span.path:
        return Label(span=span)
    at = source.slice(span).find(text)
    if at < 0 or not text:
        return Label(span=span)
    start = span.start + at
    place = Span(path=span.path, start=start + error.start, end=start + error.end)
    return Label(span=place, text="here")

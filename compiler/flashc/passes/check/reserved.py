"""FC306, FC307: reserved paths, and templates that would capture them."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Path, PathText, Program, Route
from flashc.passes.program_walk import routes_of
from flashc.passes.routes.languages import matches

RESERVED = ("/execute", "/ping")


def check_reserved(program: Program) -> Iterator[Diagnostic]:
    """Report routes at reserved paths, and note templates that match them."""
    for _, route in routes_of(program):
        literal = _literal(route.path)
        if literal is not None and literal.rstrip("/").lower() in RESERVED:
            yield _reserved(route, literal)
        elif literal is None:
            captured = [path for path in RESERVED if matches(route.path, path)]
            if captured:
                yield _captures(route, captured)


def _literal(path: Path) -> str | None:
    is_literal = all(isinstance(part, PathText) for part in path.parts)
    return path.text if is_literal else None


def _reserved(route: Route, literal: str) -> Diagnostic:
    reserved = literal.rstrip("/").lower()
    return Diagnostic(
        code=codes.RESERVED_PATH,
        message=f"path '{literal}' is reserved by Flash and cannot be used",
        primary=Label(span=route.path_span),
        labels=(Label(span=route.function.span, text="for this function"),),
        notes=(f"`{reserved}` is {_PURPOSE[reserved]}",),
        help=f"choose another path, such as `/api{reserved}`",
    )


def _captures(route: Route, captured: list[str]) -> Diagnostic:
    paths = " and ".join(f"`{path}`" for path in captured)
    return Diagnostic(
        code=codes.CAPTURES_RESERVED,
        message=f"`{route.path.text}` also matches {paths}; the runtime's routes win",
        primary=Label(span=route.path_span),
        help="nothing to do, unless you meant to serve these addresses: they are reserved",
    )


_PURPOSE = {
    "/execute": "the framework's endpoint for @remote stub execution",
    "/ping": "the health check",
}

"""FC215, FC216: uses of the SDK that declare endpoints in a way that is not followed."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundImport, BoundModule, External, Namespace
from flashc.ir.expressions import Attribute, Call, Expression, Name
from flashc.ir.syntax import Assign, Class, Function, ModuleSyntax, Statement, walk
from flashc.passes.names.bodies import expressions_of, parts_of
from flashc.passes.names.lookup import follow, look_up
from flashc.sdk.names import PACKAGES, is_remote
from flashc.source import Span

# Generation D: `runpod.App`.
OTHER_PACKAGE = "runpod"
OTHER_DIALECT = "App"


def find_strays(bindings: Bindings) -> Iterator[Diagnostic]:
    """Report what would be lost: each use of `remote` that is no decorator, each other dialect."""
    for name in sorted(bindings.modules):
        if _uses_sdk(bindings, name):
            module = bindings.modules[name]
            yield from _in_module(bindings, module)


def _uses_sdk(bindings: Bindings, name: str) -> bool:
    """Whether a module imports the SDK, or something of the project that may be the SDK's."""
    namespace: Namespace = bindings.namespaces[name]
    for found in namespace.names.values():
        for binding in found:
            bound = binding.bound
            source = bound.module if isinstance(bound, BoundModule | BoundImport) else ""
            package = source.split(".", maxsplit=1)[0]
            if package in {*PACKAGES, OTHER_PACKAGE} or bindings.has_module(source):
                return True
    return bool(namespace.stars)


def _in_module(bindings: Bindings, module: ModuleSyntax) -> Iterator[Diagnostic]:
    decorating = _names_decorating(module)
    other = False
    for statement in walk(module.body):
        if isinstance(statement, Function | Class) or _is_followed(statement, decorating):
            continue
        for expression in expressions_of(statement):
            for part in parts_of(expression):
                symbol = _symbol(bindings, module, part)
                if symbol == "remote":
                    yield _stray(part.span)
                elif symbol == OTHER_DIALECT and not other:
                    other = True
                    yield _other(part.span)


def _symbol(bindings: Bindings, module: ModuleSyntax, part: Expression) -> str | None:
    """Give the SDK's name for what a part uses; None for all else."""
    if isinstance(part, Call):
        called = follow(bindings, look_up(bindings, module.name, part.function))
        return (
            OTHER_DIALECT if called == External(name=f"{OTHER_PACKAGE}.{OTHER_DIALECT}") else None
        )
    if isinstance(part, Name | Attribute):
        symbol = follow(bindings, look_up(bindings, module.name, part))
        return "remote" if is_remote(symbol) else None
    return None


def _names_decorating(module: ModuleSyntax) -> frozenset[str]:
    """Give the names that stand alone as decorators: `route = remote(...)` is followed for them."""
    return frozenset(
        decorator.expression.id
        for statement in walk(module.body)
        if isinstance(statement, Function | Class)
        for decorator in statement.decorators
        if isinstance(decorator.expression, Name)
    )


def _is_followed(statement: Statement, decorating: frozenset[str]) -> bool:
    """Whether a statement only renames `remote`, or names a call of it that decorates."""
    if not isinstance(statement, Assign) or len(statement.targets) != 1:
        return False
    target = statement.targets[0]
    is_renaming = isinstance(statement.value, Name | Attribute)
    return isinstance(target, Name) and (is_renaming or target.id in decorating)


def _stray(span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.REMOTE_NOT_DECORATING,
        message="`remote` is used here, but not as a decorator",
        primary=Label(span=span, text="the function behind it would be lost"),
        help='write `@remote(api, method="POST", path="/x")` above the function',
    )


def _other(span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.OTHER_DIALECT,
        message=f"endpoints declared with `{OTHER_DIALECT}` are not compiled yet",
        primary=Label(span=span),
        help="declare them with `@remote(...)` on a resource, or with `Endpoint`, to compile them",
    )

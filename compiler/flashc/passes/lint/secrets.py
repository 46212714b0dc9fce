"""FC705: a literal that looks like a secret, in `env=` or as the default of a parameter."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import MarkerDefault, Parameter, SecretDefault
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.ir.types import AnnotatedType, GenericType, Type, UnionType
from flashc.passes.program_walk import routes_of
from flashc.passes.secrets import looks_secret
from flashc.source import Span


def lint_secrets(program: Program) -> Iterator[Diagnostic]:
    """Warn at each of them; their values never reach what is emitted."""
    for endpoint in program.endpoints:
        if not isinstance(endpoint, LoadBalancedEndpoint):
            continue
        for setting in endpoint.resource.settings:
            if setting.name != "env" or not isinstance(setting.value, Mapping):
                continue
            for name, value in setting.value.items():
                if isinstance(value, str) and looks_secret(name, value):
                    place = setting.entries.get(name)
                    yield _variable(name, setting.span) if place is None else _entry(name, place)
    seen: set[Span] = set()
    for _, route in routes_of(program):
        if route.function.secret is not None and route.function.secret not in seen:
            seen.add(route.function.secret)
            yield _shown(f"the docstring of `{route.function.name}`", route.function.secret)
        for parameter in route.function.parameters:
            default = parameter.default
            is_secret = isinstance(default, SecretDefault) or (
                isinstance(default, MarkerDefault) and default.secret
            )
            if is_secret and parameter.span not in seen:
                seen.add(parameter.span)
                yield _default(parameter)
            elif isinstance(default, MarkerDefault) and default.undocumented:
                if parameter.span not in seen:
                    seen.add(parameter.span)
                    yield _shown(f"what documents `{parameter.name}`", parameter.span)
            elif _left_out(parameter.type) and parameter.span not in seen:
                seen.add(parameter.span)
                yield _shown(f"what documents `{parameter.name}`", parameter.type_span)


def _left_out(kind: Type) -> bool:
    """Whether an annotation held documentation with a secret in it."""
    match kind:
        case AnnotatedType():
            return kind.secret or _left_out(kind.base)
        case GenericType():
            return any(_left_out(argument) for argument in kind.arguments)
        case UnionType():
            return any(_left_out(member) for member in kind.members)
        case _:
            return False


def _shown(what: str, place: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SECRET_LITERAL,
        message=f"{what} holds what looks like a secret",
        primary=Label(span=place, text="shown to everyone who reads the API"),
        notes=("what is generated leaves it out; your module still holds it, as it is",),
        help="write an example that nobody can use, such as `sk-...`",
    )


def _variable(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SECRET_LITERAL,
        message=f"the value of `{name}` in `env` looks like a secret",
        primary=Label(span=span, text="written in the source"),
        notes=("what is generated leaves it out; your module still holds it, as it is",),
        help=f'read it where the worker runs: `os.environ["{name}"]`',
    )


def _entry(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SECRET_LITERAL,
        message=f"the value of `{name}` in `env` looks like a secret",
        primary=Label(span=span, text="written in flash.toml"),
        notes=("what is generated leaves it out; the file still holds it, as it is",),
        help=f'let the deployment set it: `{name} = {{ from = "{name}" }}`',
    )


def _default(parameter: Parameter) -> Diagnostic:
    is_marker = isinstance(parameter.default, MarkerDefault)
    verb = "holds what looks" if is_marker else "looks"
    return Diagnostic(
        code=codes.SECRET_LITERAL,
        message=f"the default of `{parameter.name}` {verb} like a secret",
        primary=Label(span=parameter.span, text="used by everyone who sends none"),
        notes=("what is generated leaves it out; your module still holds it, as it is",),
        help="make the parameter required, or read the value where the worker runs",
    )

"""FC230, FC233, FC401: what a job could not name or fill in the targets of queue endpoints."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import Function, MarkerDefault, Parameter
from flashc.ir.program import Program, QueueEndpoint
from flashc.ir.syntax import ParameterKind
from flashc.ir.targets import QueueClass
from flashc.ir.types import AnnotatedType, GenericType, LibraryType, Type, UnionType
from flashc.passes.program_walk import job_functions_of, queues_of
from flashc.passes.shape.bind import FILES, INJECTED
from flashc.passes.types.code import marker_of
from flashc.source import Span


def check_jobs(program: Program) -> Iterator[Diagnostic]:
    """Report classes without methods, functions that share a name, parameters that JSON cannot fill."""
    for queue in queues_of(program):
        yield from _same_names(queue)
        yield from _empty_classes(queue)
    seen: set[Span] = set()
    for function in job_functions_of(program):
        for parameter in function.parameters:
            # A method that two classes inherit is one mistake.
            if parameter.span not in seen:
                seen.add(parameter.span)
                yield from _unfillable(function, parameter)


def _same_names(queue: QueueEndpoint) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for target in queue.targets:
        earlier = first.setdefault(target.name, target.span)
        if earlier != target.span:
            yield Diagnostic(
                code=codes.TARGET_NAME_TAKEN,
                message=f"queue `{queue.resource.name}` has two targets called `{target.name}`",
                primary=Label(span=target.span, text="a job could not say which"),
                labels=(Label(span=earlier, text="first here"),),
                help="rename one of them, or give it an endpoint of its own",
            )


def _empty_classes(queue: QueueEndpoint) -> Iterator[Diagnostic]:
    for target in queue.targets:
        if isinstance(target, QueueClass) and not target.methods and not target.libraries:
            yield Diagnostic(
                code=codes.NO_METHODS,
                message=f"class `{target.name}` has no method that a job could call",
                primary=Label(span=target.span),
                notes=("properties and names that begin with `_` are no such methods",),
                help="define a public method, or `__call__`",
            )


def _unfillable(function: Function, parameter: Parameter) -> Iterator[Diagnostic]:
    what = _KINDS.get(parameter.kind)
    advice = _ADVICE.get(parameter.kind, "take JSON values: scalars, lists, dictionaries or models")
    framework = next((name for name in _names(parameter.type) if name in FILES | INJECTED), None)
    if what is None and framework is not None:
        what = f"a `{framework}`"
    if what is None and isinstance(parameter.default, MarkerDefault):
        what = f"filled by `{marker_of(parameter.default.code)}()`"
    if what is not None:
        yield Diagnostic(
            code=codes.UNSUPPORTED_PARAMETER,
            message=f"`{parameter.name}` of `{function.name}` is {what}, which a job cannot fill",
            primary=Label(span=parameter.span, text="a job is a JSON object, without a request"),
            help=advice,
        )


def _names(kind: Type) -> Iterator[str]:
    match kind:
        case LibraryType(name=name):
            yield name
        case UnionType(members=members):
            for member in members:
                yield from _names(member)
        case AnnotatedType(base=base):
            yield from _names(base)
        case GenericType(arguments=arguments):
            for argument in arguments:
                yield from _names(argument)
        case _:
            return


_KINDS = {ParameterKind.POSITIONAL_ONLY: "positional-only", ParameterKind.VAR_POSITIONAL: "`*args`"}
_ADVICE = {
    ParameterKind.POSITIONAL_ONLY: "remove the `/` from the signature",
    ParameterKind.VAR_POSITIONAL: "take a list instead: `items: list[str]`",
}

"""Plans of stubs: what stands in for a module of which a worker only calls functions."""

from flashc.ir import closure
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Stub
from flashc.ir.functions import LiteralDefault, NoDefault, Parameter
from flashc.ir.plan import types as planned
from flashc.ir.plan.models import ImportName
from flashc.ir.plan.stubs import StubFunction, StubModule, StubParameter, StubResource, StubRoute
from flashc.ir.syntax import ParameterKind
from flashc.passes.naming.allocate import Allocator
from flashc.passes.plan.types import TypeNames


def plan_stub(bindings: Bindings, stub: Stub) -> StubModule:
    """Decide every name of a stub; those that others import stay what they are."""
    own = (*stub.resources, *(one.function.name for one in stub.functions))
    names = Allocator(own)
    types = TypeNames({}, names)
    classes = {
        name: names.take(name, f"{name}_class")
        for name in sorted({one.resource_class.name for one in stub.resources.values()})
    }
    remote = names.take("remote", "remote_function") if stub.functions else "remote"
    functions = tuple(_function(one, types) for one in stub.functions)
    taken = {**classes, **({"remote": remote} if stub.functions else {})}
    return StubModule(
        module=stub.module,
        path=bindings.modules[stub.module].source.shipped,
        imports=(
            *(
                ImportName(module=stub.sdk, name=name, alias=None if name == to else to)
                for name, to in taken.items()
            ),
            *types.imports(),
        ),
        remote=remote,
        resources=tuple(
            StubResource(
                variable=variable,
                resource_class=classes[resource.resource_class.name],
                endpoint=resource.name,
            )
            for variable, resource in stub.resources.items()
        ),
        functions=functions,
    )


def _function(stub: closure.StubFunction, types: TypeNames) -> StubFunction:
    function = stub.function
    groups: dict[ParameterKind, list[StubParameter]] = {kind: [] for kind in ParameterKind}
    for parameter in function.parameters:
        groups[parameter.kind].append(_parameter(parameter, types))
    return StubFunction(
        name=function.name,
        is_async=function.is_async,
        is_generator=function.is_generator,
        summary=_summary(function.docstring),
        routes=tuple(
            StubRoute(resource=resource, method=route.method.value, path=route.path.text)
            for resource, route in zip(stub.resources, stub.routes, strict=True)
        ),
        positional=tuple(groups[ParameterKind.POSITIONAL_ONLY]),
        plain=tuple(groups[ParameterKind.POSITIONAL_OR_KEYWORD]),
        rest=next(iter(groups[ParameterKind.VAR_POSITIONAL]), None),
        keyword=tuple(groups[ParameterKind.KEYWORD_ONLY]),
        collect=next(iter(groups[ParameterKind.VAR_KEYWORD]), None),
        returns=_returns(stub, types),
    )


def _returns(stub: closure.StubFunction, types: TypeNames) -> planned.TypeRef | None:
    if stub.returns is None:
        return None
    if not stub.function.is_generator:
        return types.reference(stub.returns)
    return types.stream(stub.returns, "AsyncIterator" if stub.function.is_async else "Iterator")


def _parameter(parameter: Parameter, types: TypeNames) -> StubParameter:
    default: planned.Default = planned.UserDefault()
    if isinstance(parameter.default, NoDefault):
        default = planned.Required()
    elif isinstance(parameter.default, LiteralDefault):
        default = planned.LiteralDefault(value=parameter.default.value)
    return StubParameter(
        name=parameter.name,
        type=types.reference(parameter.type) if parameter.annotated else None,
        default=default,
    )


def _summary(docstring: str | None) -> str | None:
    """Give the first line that says something."""
    lines = (line.strip() for line in (docstring or "").splitlines())
    return next((line for line in lines if line), None)

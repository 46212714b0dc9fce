"""Handlers: from a route and the shape of its requests to one generated function and its model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flashc.ir.code import CallCode, LibraryName
from flashc.ir.functions import Default, LiteralDefault, MarkerDefault, NoDefault, Parameter
from flashc.ir.plan import types as planned
from flashc.ir.plan.handlers import (
    Argument,
    BodyArgument,
    FileArgument,
    FormArgument,
    FrameworkArgument,
    Handler,
    HiddenMarker,
    Passed,
    PathArgument,
    QueryArgument,
)
from flashc.ir.plan.models import BodyModel, ModelField
from flashc.ir.program import Route
from flashc.ir.shape import FormBody, FromFramework, NoBody, ObjectBody, Shape, WholeBody
from flashc.ir.types import AnnotatedType, Type
from flashc.passes.naming.allocate import Allocator
from flashc.passes.plan.names import RouteNames, model_name
from flashc.passes.plan.types import TypeNames
from flashc.passes.types.code import VALUES, marker_of

# Attributes of pydantic's BaseModel that a field of that name would hide, or that pydantic refuses.
MODEL_ATTRIBUTES = frozenset(
    """construct copy dict fields from_orm json model_computed_fields model_config
    model_construct model_copy model_dump model_dump_json model_extra model_fields
    model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild
    model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw
    schema schema_json update_forward_refs validate""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """A route with its shape and its names: what handlers and models are planned from."""

    route: Route
    shape: Shape
    names: RouteNames


def plan_default(default: Default) -> planned.Default:
    """Give the default as generated code treats it."""
    match default:
        case NoDefault() | MarkerDefault():
            return planned.Required()
        case LiteralDefault():
            return planned.LiteralDefault(value=default.value)
        case _:
            return planned.UserDefault()


def plan_model(view: RouteView, types: TypeNames, names: Allocator) -> BodyModel | None:
    """Plan the model of a JSON object body; None where the body is none, or a model of the user's."""
    body = view.shape.body
    if not isinstance(body, ObjectBody):
        return None
    name = model_name(view.names.operation_id, names)
    used = Allocator(MODEL_ATTRIBUTES)
    references = [types.reference(source.type) for source in body.keys]
    roots = {root for reference in references for root in roots_of(reference)}
    fields = tuple(
        ModelField(
            name=_field_name(source.parameter.name, used, roots),
            key=source.parameter.name,
            type=reference,
            default=plan_default(source.parameter.default),
        )
        for source, reference in zip(body.keys, references, strict=True)
    )
    return BodyModel(
        name=name,
        description=f"JSON body of {view.route.method} {view.route.path.text}.",
        fields=fields,
        extra=None if body.rest is None else types.checked(body.rest.type),
    )


def roots_of(reference: planned.TypeRef) -> frozenset[str]:
    """Give the first part of every name in a type: what a field of that name would hide."""
    match reference:
        case planned.NamedType():
            return frozenset({reference.name.split(".", maxsplit=1)[0]})
        case planned.GenericType():
            inner = (roots_of(argument) for argument in reference.arguments)
            return roots_of(reference.origin).union(*inner)
        case planned.UnionType():
            return frozenset().union(*(roots_of(member) for member in reference.members))
        case planned.LiteralType():
            members = (v for v in reference.values if isinstance(v, planned.LiteralMember))
            inner = (frozenset({member.name.split(".", maxsplit=1)[0]}) for member in members)
            return frozenset({reference.name}).union(*inner)
        case planned.AnnotatedType():
            inner = (_roots_of_code(code) for code in reference.metadata)
            return roots_of(reference.base).union({reference.name}, *inner)
        case _:
            return frozenset()


def _roots_of_code(code: planned.CodeRef) -> frozenset[str]:
    match code:
        case planned.CodeName():
            return frozenset({code.name.split(".", maxsplit=1)[0]})
        case planned.CodeCall():
            parts = (code.function, *code.arguments, *(value for _, value in code.keywords))
            return frozenset().union(*(_roots_of_code(part) for part in parts))
        case planned.CodeList():
            return frozenset().union(*(_roots_of_code(item) for item in code.items))
        case planned.CodeDict():
            return frozenset().union(
                *(_roots_of_code(part) for pair in code.items for part in pair)
            )
        case _:
            return frozenset()


def _field_name(parameter: str, used: Allocator, roots: set[str]) -> str:
    """Keep the parameter's name unless pydantic or an annotation of the same class needs it."""
    bare = parameter.strip("_") or "field"
    clashes = parameter.startswith(("_", "model_")) or parameter in roots
    return used.take(f"{bare}_") if clashes else used.take(parameter, f"{parameter}_")


def plan_handler(
    view: RouteView, model: BodyModel | None, types: TypeNames, reached: Mapping[str, str]
) -> Handler:
    """Plan the generated function of one route."""
    route, shape = view.route, view.shape
    arguments: list[Argument] = []
    passed: dict[str, Passed] = {}
    for source in shape.path:
        reference = types.reference(source.type)
        arguments.append(PathArgument(name=source.parameter.name, type=reference))
        passed[source.parameter.name] = _passed(source.parameter, source.parameter.name)
    for query in shape.query:
        name = query.parameter.name
        arguments.append(
            QueryArgument(
                name=name,
                key=name,
                type=types.reference(query.type),
                default=plan_default(query.parameter.default),
                repeated=query.repeated,
            )
        )
        passed[name] = _passed(query.parameter, name)
    others = [framework.parameter for framework in shape.framework]
    target = f"{reached[route.function.module]}.{route.function.name}"
    arguments.extend(_framework(framework, types, target) for framework in shape.framework)
    if isinstance(shape.body, FormBody):
        arguments.extend(_form(shape.body, types))
        others += [file.parameter for file in shape.body.files]
        others += [field.parameter for field in shape.body.fields]
    passed |= {parameter.name: _passed(parameter, parameter.name) for parameter in others}
    body = _plan_body(view, model, types, passed)
    order = [p.name for p in route.function.parameters if p.name in passed]
    return Handler(
        name=view.names.function,
        operation_id=view.names.operation_id,
        method=route.method.value,
        path=route.path.text,
        is_async=route.function.is_async,
        is_generator=route.function.is_generator,
        docstring=route.function.docstring,
        target=target,
        arguments=(*arguments, *([body] if body else [])),
        passed=tuple(passed[name] for name in order),
        collect=body.name if body and model and model.extra is not None else None,
    )


def _framework(source: FromFramework, types: TypeNames, target: str) -> FrameworkArgument:
    default = source.parameter.default
    marker: planned.CodeRef | HiddenMarker | None = None
    if isinstance(default, MarkerDefault):
        marker = HiddenMarker(function=target) if default.secret else types.code(default.code)
    return FrameworkArgument(
        name=source.parameter.name,
        type=types.reference(_left_to_the_function(source.type, plan_default(default))),
        marker=marker,
        default=plan_default(default),
    )


def _left_to_the_function(kind: Type, default: planned.Default) -> Type:
    """Tell the marker of `Annotated[str, Header()] = [...]` that the function has a default."""
    if not isinstance(kind, AnnotatedType) or not isinstance(default, planned.UserDefault):
        return kind
    unset = ("default_factory", LibraryName(name="flashc_runtime.unset"))
    metadata = (
        (
            replace(one, keywords=(*one.keywords, unset))
            if isinstance(one, CallCode) and marker_of(one) in VALUES
            else one
        )
        for one in kind.metadata
    )
    return replace(kind, metadata=tuple(metadata))


def _form(body: FormBody, types: TypeNames) -> Iterator[Argument]:
    for file in body.files:
        yield FileArgument(
            name=file.parameter.name,
            type=types.reference(file.type),
            default=plan_default(file.parameter.default),
        )
    for field in body.fields:
        yield FormArgument(
            name=field.parameter.name,
            type=types.reference(field.type),
            default=plan_default(field.parameter.default),
            format=field.format,
        )


def _plan_body(
    view: RouteView,
    model: BodyModel | None,
    types: TypeNames,
    passed: dict[str, Passed],
) -> BodyArgument | None:
    body = view.shape.body
    if isinstance(body, NoBody | FormBody):
        return None
    if isinstance(body, WholeBody):
        parameter = body.parameter
        passed[parameter.name] = _passed(parameter, parameter.name)
        return BodyArgument(
            name=parameter.name,
            type=types.reference(body.type),
            default=plan_default(parameter.default),
            optional=False,
        )
    fields = model.fields if model else ()
    name = Allocator(passed).take("body", "payload", "request_body")
    for key, field in zip(body.keys, fields, strict=True):
        passed[key.parameter.name] = _passed(key.parameter, f"{name}.{field.name}")
    return BodyArgument(
        name=name,
        type=planned.NamedType(name=model.name if model else "Any"),
        default=planned.Required(),
        optional=not any(isinstance(field.default, planned.Required) for field in fields),
    )


def _passed(parameter: Parameter, value: str) -> Passed:
    is_users = isinstance(plan_default(parameter.default), planned.UserDefault)
    return Passed(parameter=parameter.name, value=value, only_if_sent=is_users)

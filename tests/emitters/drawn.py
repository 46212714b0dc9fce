"""Random plans, with types and texts that no planner is kind enough to avoid."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from emitters.plans import body, field, handler, literal, model, named, passed, path, plan, query
from emitters.texts import dotted, hostile, identifiers, literals
from flashc.ir.plan.handlers import (
    FieldFormat,
    FileArgument,
    FormArgument,
    FrameworkArgument,
    Handler,
    HiddenMarker,
)
from flashc.ir.plan.models import BodyModel, Import, ImportModule, ImportName
from flashc.ir.plan.types import (
    AnnotatedType,
    CodeCall,
    CodeDict,
    CodeList,
    CodeLiteral,
    CodeName,
    CodeRef,
    Default,
    EllipsisType,
    GenericType,
    LiteralType,
    NamedType,
    NoneType,
    Required,
    TypeRef,
    UnionType,
    UserDefault,
)
from flashc.ir.plan.worker import Image, WorkerPlan


def _code() -> st.SearchStrategy[CodeRef]:
    """Draw expressions such as `Depends(user_service.session, use_cache=False)`."""
    names = dotted.map(lambda name: CodeName(name=f"user_service.{name}"))
    leaves: st.SearchStrategy[CodeRef] = st.one_of(
        names, literals.map(lambda value: CodeLiteral(value=value))
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(_lists(inner), _dictionaries(inner), _calls(names, inner)),
        max_leaves=4,
    )


def _lists(inner: st.SearchStrategy[CodeRef]) -> st.SearchStrategy[CodeRef]:
    return st.lists(inner, max_size=3).map(lambda items: CodeList(items=tuple(items)))


def _dictionaries(inner: st.SearchStrategy[CodeRef]) -> st.SearchStrategy[CodeRef]:
    keys = st.one_of(hostile, st.integers())
    return st.dictionaries(keys, inner, max_size=3).map(
        lambda pairs: CodeDict(
            items=tuple((CodeLiteral(value=key), value) for key, value in pairs.items())
        )
    )


def _calls(
    names: st.SearchStrategy[CodeName], inner: st.SearchStrategy[CodeRef]
) -> st.SearchStrategy[CodeRef]:
    keywords = st.lists(st.tuples(identifiers, inner), max_size=2, unique_by=lambda pair: pair[0])
    return st.builds(
        CodeCall,
        function=names,
        arguments=st.lists(inner, max_size=2).map(tuple),
        keywords=keywords.map(tuple),
    )


code = _code()
# What FastAPI itself offers as a default; ruff knows that calling it there does no harm.
markers: st.SearchStrategy[CodeRef] = st.builds(
    CodeCall,
    function=st.just(CodeName(name="Depends")),
    arguments=dotted.map(lambda name: (CodeName(name=f"user_service.{name}"),)),
    keywords=st.sampled_from([(), (("use_cache", CodeLiteral(value=False)),)]),
)


def _types() -> st.SearchStrategy[TypeRef]:
    leaves: st.SearchStrategy[TypeRef] = st.one_of(
        st.sampled_from([named(name) for name in ("str", "int", "float", "bool", "bytes", "Any")]),
        dotted.map(lambda name: named(f"user_service.{name}")),
        st.lists(st.one_of(st.booleans(), hostile), min_size=1, max_size=4, unique=True).map(
            lambda values: LiteralType(name="Literal", values=tuple(values))
        ),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(lambda each: GenericType(origin=named("list"), arguments=(each,))),
            inner.map(
                lambda each: GenericType(origin=named("tuple"), arguments=(each, EllipsisType()))
            ),
            inner.map(
                lambda each: GenericType(origin=named("dict"), arguments=(named("str"), each))
            ),
            inner.map(_or_none),
            st.just(GenericType(origin=named("tuple"), arguments=())),
            st.builds(
                AnnotatedType,
                name=st.just("Annotated"),
                base=inner,
                metadata=st.lists(code, min_size=1, max_size=2).map(tuple),
            ),
        ),
        max_leaves=5,
    )


def _or_none(type_: TypeRef) -> TypeRef:
    is_union = isinstance(type_, UnionType)
    return type_ if is_union else UnionType(members=(type_, NoneType()))


def _names(type_: TypeRef) -> frozenset[str]:
    """Return the first parts of the names that a type uses."""
    match type_:
        case NamedType(name=name) | LiteralType(name=name):
            return frozenset({name.partition(".")[0]})
        case GenericType(origin=origin, arguments=arguments):
            return _names(origin).union(*map(_names, arguments))
        case UnionType(members=members):
            return frozenset().union(*map(_names, members))
        case AnnotatedType(name=name, base=base, metadata=metadata):
            return frozenset({name}).union(_names(base), *map(_names_in_code, metadata))
        case _:
            return frozenset()


def _names_in_code(code: CodeRef) -> frozenset[str]:
    match code:
        case CodeName(name=name):
            return frozenset({name.partition(".")[0]})
        case CodeList(items=items):
            return frozenset[str]().union(*map(_names_in_code, items))
        case CodeDict(items=pairs):
            parts = (part for pair in pairs for part in pair)
            return frozenset[str]().union(*map(_names_in_code, parts))
        case CodeCall(function=function, arguments=arguments, keywords=keywords):
            inside = (*arguments, *(value for _, value in keywords))
            return _names_in_code(function).union(*map(_names_in_code, inside))
        case _:
            return frozenset()


def _imports(types: Iterable[TypeRef]) -> tuple[Import, ...]:
    used = frozenset[str]().union(*map(_names, types))
    typing = sorted(used & {"Annotated", "Any", "Literal"})
    user = [ImportModule(module="user_service", alias=None)] if "user_service" in used else []
    return (*user, *(ImportName(module="typing", name=name, alias=None) for name in typing))


types = _types()
defaults: st.SearchStrategy[Default] = st.one_of(
    st.just(Required()), literals.map(literal), st.just(UserDefault())
)


typed_defaults = st.tuples(types, defaults).map(
    lambda pair: (_or_none(pair[0]), pair[1]) if pair[1] == literal(None) else pair
)


def _taken(default: Default) -> bool:
    return isinstance(default, UserDefault)


def _stated(model: BodyModel) -> tuple[TypeRef, ...]:
    """Return the types that a model states."""
    # `Any` alone is not written out, and the plans of the compiler do not import it either.
    extra = () if model.extra in (None, named("Any")) else (model.extra,)
    return (*(each.type for each in model.fields), *extra)


@st.composite
def body_models(draw: st.DrawFn, name: str) -> BodyModel:
    fields = [
        field(each, *draw(typed_defaults), key=draw(st.sampled_from([None, draw(hostile)])))
        for each in draw(st.lists(identifiers, max_size=4, unique=True))
    ]
    return model(name, *fields, extra=draw(st.one_of(st.none(), types)))


@st.composite
def handlers(draw: st.DrawFn, name: str, with_body: BodyModel | None) -> Handler:
    names = draw(st.lists(identifiers, max_size=5, unique=True))
    arguments: list[Any] = []
    given: list[Any] = []
    for each in names:
        kind = draw(st.sampled_from(["path", "query", "file", "form", "framework"]))
        if kind == "path":
            arguments.append(path(each, draw(types)))
            given.append(passed(each))
        elif kind == "framework":
            hidden = HiddenMarker(function=f"user_service.{draw(dotted)}")
            marker = draw(st.one_of(st.none(), markers, st.just(hidden)))
            arguments.append(
                FrameworkArgument(name=each, type=draw(types), marker=marker, default=Required())
            )
            given.append(passed(each))
        elif kind in ("file", "form"):
            type_, default = draw(typed_defaults)
            values = {"name": each, "type": type_, "default": default}
            form = FormArgument(**values, format=draw(st.sampled_from(FieldFormat)))
            arguments.append(form if kind == "form" else FileArgument(**values))
            given.append(passed(each, only_if_sent=_taken(default)))
        else:
            type_, default = draw(typed_defaults)
            key = draw(st.sampled_from([None, draw(hostile)]))
            repeated = draw(st.booleans())
            arguments.append(query(each, type_, default, repeated=repeated, key=key))
            given.append(passed(each, only_if_sent=_taken(default)))
    if with_body is not None:
        arguments.append(body(with_body.name, optional=draw(st.booleans())))
        given.extend(
            passed(f"{each.name}_", f"body.{each.name}", only_if_sent=_taken(each.default))
            for each in with_body.fields
        )
    return handler(
        draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"])),
        f"{name}{draw(hostile)}",
        name,
        *arguments,
        operation_id=draw(hostile),
        is_async=draw(st.booleans()),
        is_generator=draw(st.booleans()),
        docstring=draw(st.one_of(st.none(), hostile)),
        target=f"user_service.{draw(dotted)}",
        passed=tuple(given),
        collect="body" if with_body is not None and with_body.extra else None,
    )


def _imports_of(handlers: list[Handler]) -> tuple[Import, ...]:
    arguments = [each for handler in handlers for each in handler.arguments]
    depends = ImportName(module="fastapi", name="Depends", alias=None)
    marked = any(
        isinstance(each, FrameworkArgument) and isinstance(each.marker, CodeCall)
        for each in arguments
    )
    return (*_imports(each.type for each in arguments), *((depends,) if marked else ()))


@st.composite
def plans(draw: st.DrawFn) -> WorkerPlan:
    """Draw plans that a planner could have made, apart from types that exist nowhere."""
    names = draw(st.lists(identifiers, min_size=1, max_size=5, unique_by=str.lower))
    models = [
        draw(body_models(f"Body{index}{name}")) if draw(st.booleans()) else None
        for index, name in enumerate(names)
    ]
    drawn = [
        draw(handlers(f"route_{name}", each)) for name, each in zip(names, models, strict=True)
    ]
    packages = st.sampled_from(["ffmpeg", "libgl1", "g++", "tzdata=2024a-0+deb12u1"])
    return plan(
        *drawn,
        models=tuple(each for each in models if each is not None),
        imports=_imports_of(drawn),
        model_imports=_imports(
            type_ for model in models if model is not None for type_ in _stated(model)
        ),
        image=Image(
            base=draw(st.sampled_from(["python:3.11-slim", "ghcr.io/me/base:1", "cuda@sha256:0a"])),
            python="3.11",
            system_packages=tuple(draw(st.lists(packages))),
        ),
        environment=tuple(draw(st.lists(st.tuples(hostile, hostile), max_size=2))),
    )

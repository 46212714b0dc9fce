"""Random plans and texts, hostile in every way that a user's program can be."""

import keyword
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from emitters.plans import body, field, handler, literal, model, named, passed, path, plan, query
from flashc.ir.plan import (
    BodyModel,
    Default,
    EllipsisType,
    GenericType,
    Handler,
    Image,
    Import,
    ImportModule,
    ImportName,
    LiteralType,
    NamedType,
    NoneType,
    Required,
    TypeRef,
    UnionType,
    UserDefault,
    WorkerPlan,
)

SNIPPETS = (
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "\\\\",
    '\\"',
    "{",
    "}",
    "{{ x }}",
    "{% raw %}",
    "${HOME}",
    "$(id)",
    "`id`",
    "#",
    ";",
    "|",
    "<b>",
    "&amp;",
    "*",
    "_",
    "[x](y)",
    "\n",
    "\r\n",
    "\t",
    "\f",
    "\0",
    " ",
    "  ",
    "\n    ",
    "\n\n        ",
    "\x1b[31m",
    "\x7f",
    "\x9b",
    "\u202e",
    "\u200b",
    "\u2028",
    "\xa0",
    "\u3000",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\u00e9",
    "\u65e5\u672c",
    "\uff21",
    "e\u0301",
    "\U0001f600",
    "\u2764\ufe0f",
    "\U000e0041",
    "\\N{DASH}",
    "\\x41",
    "\\u00AB",
    "word",
    "some longer words that fill a line",
)

hostile = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.characters(exclude_categories=()), st.text(max_size=8)),
    max_size=12,
).map("".join)

literals = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.binary(max_size=20),
    hostile,
)

_PARTS = (
    "user",
    "a",
    "list_of",
    "x1",
    "x10",
    "Item",
    "MAX",
    "\u00e9t\u00e9",
    "\u540d\u524d",
    "very_long_name_of",
)


def _identifier(parts: list[str]) -> str:
    name = "_".join(parts)
    return f"{name}_" if keyword.iskeyword(name) else name


identifiers = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map(_identifier)
dotted = st.lists(identifiers, min_size=1, max_size=3).map(".".join)


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
        case _:
            return frozenset()


def _imports(types: Iterable[TypeRef]) -> tuple[Import, ...]:
    used = frozenset[str]().union(*map(_names, types))
    typing = sorted(used & {"Any", "Literal"})
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


@st.composite
def body_models(draw: st.DrawFn, name: str) -> BodyModel:
    fields = [
        field(each, *draw(typed_defaults), key=draw(st.sampled_from([None, draw(hostile)])))
        for each in draw(st.lists(identifiers, max_size=4, unique=True))
    ]
    return model(name, *fields, extra=draw(st.booleans()))


@st.composite
def handlers(draw: st.DrawFn, name: str, with_body: BodyModel | None) -> Handler:
    names = draw(st.lists(identifiers, max_size=5, unique=True))
    arguments: list[Any] = []
    given: list[Any] = []
    for each in names:
        if draw(st.booleans()):
            arguments.append(path(each, draw(types)))
            given.append(passed(each))
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
        imports=_imports(each.type for route in drawn for each in route.arguments),
        model_imports=_imports(
            each.type for model in models if model is not None for each in model.fields
        ),
        image=Image(
            base=draw(st.sampled_from(["python:3.11-slim", "ghcr.io/me/base:1", "cuda@sha256:0a"])),
            python="3.11",
            system_packages=tuple(draw(st.lists(packages))),
        ),
        environment=tuple(draw(st.lists(st.tuples(hostile, hostile), max_size=2))),
    )

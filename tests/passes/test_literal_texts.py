"""Numbers and booleans in `Literal[...]` that text fills: which types are read from text, and how."""

import pytest

from flashc.ir import types as t
from flashc.ir.code import CallCode, Code, LibraryName, LiteralCode
from flashc.passes.shape.texts import read_from_text

NONE, STR = t.NoneType(), t.LibraryType(name="builtins.str")
LIMIT = CallCode(function=LibraryName(name="pydantic.Field"), arguments=(), keywords=())


def literal(*values: str | int) -> t.LiteralType:
    return t.LiteralType(values=values)


def converter(*values: int) -> CallCode:
    return CallCode(
        function=LibraryName(name="flashc_runtime.from_text"),
        arguments=tuple(LiteralCode(value=value) for value in values),
        keywords=(),
    )


def annotated(base: t.Type, *metadata: Code) -> t.AnnotatedType:
    return t.AnnotatedType(base=base, metadata=metadata)


def distinct(base: t.Type) -> t.DistinctType:
    return t.DistinctType(module="m", name="N", base=base)


def either(*members: t.Type) -> t.UnionType:
    return t.UnionType(members=members)


def list_of(item: t.Type) -> t.GenericType:
    return t.GenericType(origin=t.LibraryType(name="builtins.list"), arguments=(item,))


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (literal(3, -4), annotated(literal(3, -4), converter(3, -4))),
        (literal(True, "a"), annotated(literal(True, "a"), converter(True))),
        (literal(1, "1", 2), annotated(literal(1, "1", 2), converter(2))),
        (either(literal(3), NONE), either(annotated(literal(3), converter(3)), NONE)),
        (list_of(literal(3)), list_of(annotated(literal(3), converter(3)))),
        (annotated(literal(3), LIMIT), annotated(literal(3), converter(3), LIMIT)),
        (
            annotated(either(literal(3), NONE), LIMIT),
            annotated(either(annotated(literal(3), converter(3)), NONE), LIMIT),
        ),
        (distinct(literal(3)), annotated(distinct(literal(3)), converter(3))),
    ],
)
def test_numbers_and_booleans_are_read_from_text(kind: t.Type, read: t.Type) -> None:
    assert read_from_text(kind) == read


@pytest.mark.parametrize(
    "kind",
    [
        literal("a", "b"),
        literal(1, "1"),
        either(literal(1), STR),
        annotated(t.LiteralType(values=(t.LiteralMember(module="m", name="E.A", value=1),)), LIMIT),
        distinct(literal("a")),
        list_of(literal("a")),
        STR,
        NONE,
    ],
)
def test_what_text_fills_already_stays_as_it_is(kind: t.Type) -> None:
    assert read_from_text(kind) == kind

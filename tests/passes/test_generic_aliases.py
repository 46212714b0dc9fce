"""Aliases with parameters, new and old ones, and the parameters of functions: what they stand for."""

import pytest

from flashc.ir import types as t
from passes.front import type_in

INT, STR = t.LibraryType(name="builtins.int"), t.LibraryType(name="builtins.str")
ANY = t.AnyType()
SOURCE = """
    from typing import Any, Generic, TypeVar
    from typing_extensions import TypeAliasType
    T = TypeVar("T")
    B = TypeVar("B", bound=int)
    C = TypeVar("C", int, str)
    type Pair[T] = tuple[T, T]
    type Few[T: int] = list[T]
    type Either[T: (int, str)] = list[T]
    type Spare[K, V = dict[str, int]] = tuple[K, V]
    type Deep[T] = dict[str, Pair[list[T]]]
    type Quoted[T] = "tuple[T, 'Pair[T]']"
    type Many[*Ts] = tuple[*Ts]
    type Plain = list[int]
    Old = dict[str, T]
    Both = tuple[B, list[T], B]
    Chosen = list[C]
    Made = TypeAliasType("Made", tuple[T, int], type_params=(T,))
    class Other: pass
    type Shadow[Other] = list[Other]
"""


def of(name: str, *arguments: t.Type) -> t.GenericType:
    return t.GenericType(origin=t.LibraryType(name=f"builtins.{name}"), arguments=arguments)


EITHER = t.UnionType(members=(INT, STR))


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Pair[int]", of("tuple", INT, INT)),
        ("Pair", of("tuple", ANY, ANY)),
        ("'Pair[int]'", of("tuple", INT, INT)),
        ("Pair[Pair[str]]", of("tuple", of("tuple", STR, STR), of("tuple", STR, STR))),
        ("Few", of("list", INT)),
        ("Few[bool]", of("list", t.LibraryType(name="builtins.bool"))),
        ("Either", of("list", EITHER)),
        ("Spare[int]", of("tuple", INT, of("dict", STR, INT))),
        ("Spare[int, str]", of("tuple", INT, STR)),
        ("Deep[int]", of("dict", STR, of("tuple", of("list", INT), of("list", INT)))),
        ("Quoted[int]", of("tuple", INT, of("tuple", INT, INT))),
        ("Plain", of("list", INT)),
        ("Old[int]", of("dict", STR, INT)),
        ("Old", of("dict", STR, ANY)),
        ("Both[int, str]", of("tuple", INT, of("list", STR), INT)),
        ("Both", of("tuple", INT, of("list", ANY), INT)),
        ("Chosen", of("list", EITHER)),
        ("Made[str]", of("tuple", STR, INT)),
        ("Shadow[int]", of("list", INT)),
        ("Pair[int] | None", t.UnionType(members=(of("tuple", INT, INT), t.NoneType()))),
    ],
)
def test_an_alias_stands_for_its_value_with_the_arguments_in_it(
    annotation: str, expected: t.Type
) -> None:
    assert type_in(SOURCE, annotation) == expected


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        ("Pair[int, str]", "takes 1 types, and is given 2"),
        ("Both[int]", "takes 2 types, and is given 1"),
        ("Many[int, str]", "stands for any number of types"),
        ("Plain[int]", "is not a type that a request can state"),
    ],
)
def test_an_alias_with_other_arguments_than_it_takes_is_no_type(
    annotation: str, reason: str
) -> None:
    found = type_in(SOURCE, annotation)
    assert isinstance(found, t.UnknownType)
    assert found.reason == reason


RECURSIVE = """
    type Json = dict[str, Json] | list[Json] | str | int | None
    type Tree = tuple[int, list["Tree"]]
    type One = list[Two]
    type Two = dict[str, One]
    type Box[T] = T | list[Box[T]]
    Old = dict[str, "Old"]
"""


@pytest.mark.parametrize("name", ["Json", "Tree", "One", "Two"])
def test_an_alias_that_names_itself_keeps_its_name(name: str) -> None:
    found = type_in(RECURSIVE, f"list[{name}]")
    assert isinstance(found, t.GenericType)
    (inner,) = found.arguments
    assert isinstance(inner, t.DistinctType)
    assert (inner.module, inner.name) == ("m", name)


@pytest.mark.parametrize("name", ["Box[int]", "Old"])
def test_what_names_itself_and_cannot_be_named_is_no_type(name: str) -> None:
    found = type_in(RECURSIVE, name)
    while isinstance(found, t.GenericType | t.UnionType):
        parts = found.arguments if isinstance(found, t.GenericType) else found.members
        found = parts[-1]
    assert isinstance(found, t.UnknownType)


def test_what_is_doubled_at_each_level_is_given_up_in_time() -> None:
    nested = "Pair[" * 40 + "int" + "]" * 40
    assert isinstance(type_in(SOURCE, f"list[{nested}]"), t.GenericType)

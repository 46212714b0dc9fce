"""Types: what an annotation means."""

import pytest

from flashc.ir import types as t
from flashc.ir.code import CallCode, LibraryName, LiteralCode
from passes.front import type_in

INT, STR = t.LibraryType(name="builtins.int"), t.LibraryType(name="builtins.str")
OPTIONAL_INT = t.UnionType(members=(INT, t.NoneType()))


def list_of(inner: t.Type) -> t.Type:
    return t.GenericType(origin=t.LibraryType(name="builtins.list"), arguments=(inner,))


TYPING = """
    import typing, typing as ty, uuid, decimal as d
    from typing import List
    from typing import Annotated, Any, Literal, NewType, Optional, Union, TYPE_CHECKING
    if TYPE_CHECKING:
        from datetime import datetime
    Names = list[str]
    Again = Names
    UserId = NewType("UserId", int)
    LIMIT = 3
"""


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int", INT),
        ("None", t.NoneType()),
        ("Any", t.AnyType()),
        ("object", t.AnyType()),
        ("Optional[int]", OPTIONAL_INT),
        ("typing.Optional[int]", OPTIONAL_INT),
        ("ty.Union[int, None]", OPTIONAL_INT),
        ("int | None", OPTIONAL_INT),
        ("None | int", OPTIONAL_INT),
        ("Union[None, int, int]", OPTIONAL_INT),
        ("Optional[Optional[int]]", OPTIONAL_INT),
        ("int | Any", t.AnyType()),
        ("int | str | None", t.UnionType(members=(INT, STR, t.NoneType()))),
        ("'int'", INT),
        ("'Optional[int]'", OPTIONAL_INT),
        ("Optional['int']", OPTIONAL_INT),
        ("'Optional[\"int\"]'", OPTIONAL_INT),
        ("' int '", INT),
        ("'''\n  int |\n  None\n'''", OPTIONAL_INT),
        ("list[int]", list_of(INT)),
        ("List[int]", list_of(INT)),
        ("Names", list_of(STR)),
        ("Again", list_of(STR)),
        ("UserId", t.DistinctType(module="m", name="UserId", base=INT)),
        ("uuid.UUID", t.LibraryType(name="uuid.UUID")),
        ("d.Decimal", t.LibraryType(name="decimal.Decimal")),
        ("datetime", t.LibraryType(name="datetime.datetime")),
        (
            "Literal['a', 1, None, -1]",
            t.UnionType(members=(t.LiteralType(values=("a", 1, -1)), t.NoneType())),
        ),
        ("Literal[None]", t.NoneType()),
        ("Literal[LIMIT]", t.LiteralType(values=(3,))),
        ("list[list[int]] | list[str] | int", None),
        ("tuple[int, ...]", None),
    ],
)
def test_an_annotation_means_the_same_however_it_is_written(
    annotation: str, expected: t.Type | None
) -> None:
    found = type_in(TYPING, annotation)
    assert not isinstance(found, t.UnknownType)
    assert expected is None or found == expected


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        ("nothing", "nothing"),
        ("list[nothing]", "nothing"),
        ("'nothing'", "nothing"),
        ("'list[ nothing ]'", "nothing"),
        ("'1 +'", "'1 +'"),
        ("f()", "f()"),
    ],
)
def test_an_annotation_that_leads_nowhere_is_shown_as_it_stands(annotation: str, text: str) -> None:
    found = type_in(TYPING, annotation)
    if isinstance(found, t.GenericType):
        found = found.arguments[0]
    assert isinstance(found, t.UnknownType)
    assert found.text == text
    assert found.reason


CLASSES = """
    import collections
    import enum, dataclasses, typing, pydantic
    from pydantic import BaseModel as BM
    from pydantic.dataclasses import dataclass
    class Model(BM): pass
    class Child(Mixin, Model): pass
    class Generic(BM, typing.Generic[T]): pass
    class Sub(Generic[int]): pass
    @dataclasses.dataclass(frozen=True)
    class Data: pass
    @dataclass
    class Data2: pass
    class Data3(Data): pass
    class Dict(typing.TypedDict, total=False): pass
    class Colour(str, enum.Enum): pass
    class Shade(Colour): pass
    class Other: pass
    class Circle(Circle2): pass
    class Circle2(Circle): pass
    class Self(Self): pass
    class Outer:
        class Inner(BM): pass
    class Point(typing.NamedTuple): pass
    class Rights(enum.Flag): pass
    Size = collections.namedtuple("Size", "w h")
    Tone = enum.Enum("Tone", "A B")
    Row = typing.TypedDict("Row", {"a": int})
"""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Model", t.ClassKind.MODEL),
        ("Child", t.ClassKind.MODEL),
        ("Generic", t.ClassKind.MODEL),
        ("Sub", t.ClassKind.MODEL),
        ("Data", t.ClassKind.DATACLASS),
        ("Data2", t.ClassKind.DATACLASS),
        ("Data3", t.ClassKind.DATACLASS),
        ("Colour", t.ClassKind.ENUM),
        ("Shade", t.ClassKind.ENUM),
        ("Other", t.ClassKind.OTHER),
        ("Circle", t.ClassKind.OTHER),
        ("Self", t.ClassKind.OTHER),
        ("Outer.Inner", t.ClassKind.MODEL),
        ("Point", t.ClassKind.NAMED_TUPLE),
        ("Rights", t.ClassKind.ENUM),
        ("Size", t.ClassKind.NAMED_TUPLE),
        ("Tone", t.ClassKind.ENUM),
        ("Row", t.ClassKind.OLD_TYPED_DICT),
    ],
)
def test_a_class_is_what_its_bases_and_decorators_make_it(name: str, kind: t.ClassKind) -> None:
    assert type_in(CLASSES, name) == t.ProjectType(module="m", name=name, kind=kind)


def test_wide_circles_of_bases_end() -> None:
    lines = [f"class C{n}({', '.join(f'C{k}' for k in range(30))}): pass" for n in range(30)]
    assert isinstance(type_in("\n".join(lines), "C0"), t.ProjectType)


@pytest.mark.parametrize(
    "text", ["A = A", "A = B\nB = A", "A = list[A]", "A = list['A']", "A = 'A'"]
)
def test_circles_of_aliases_end(text: str) -> None:
    assert "UnknownType" in repr(type_in(text, "A"))


GENERICS = """
    from typing import Annotated, Generic, NewType, TypeVar
    from pydantic import BaseModel, conint, conlist, constr
    from typing_extensions import TypeAliasType
    T = TypeVar("T")
    Either = TypeVar("Either", int, str)
    Bound = TypeVar("Bound", bound="Box")
    class Box(BaseModel, Generic[T]): pass
    Few = conlist(int, max_length=2)
    Odd = conlist(int, unique=True)
    Old = constr(regex="a")
    Ids = TypeAliasType("Ids", list[int])
    Id = NewType("Id", "list[Box[int]]")
    Wrong = NewType("Wrong", nowhere)
"""


def constrained(base: t.Type, carrier: str, **keywords: int) -> t.Type:
    code = CallCode(
        function=LibraryName(name=carrier),
        arguments=(),
        keywords=tuple((name, LiteralCode(value=value)) for name, value in keywords.items()),
    )
    return t.AnnotatedType(base=base, metadata=(code,))


BOX = t.ProjectType(module="m", name="Box", kind=t.ClassKind.MODEL)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Box[int]", t.GenericType(origin=BOX, arguments=(INT,))),
        ("list[Box[str]]", list_of(t.GenericType(origin=BOX, arguments=(STR,)))),
        ("conint(ge=0, le=9)", constrained(INT, "pydantic.Field", ge=0, le=9)),
        ("constr(min_length=1)", constrained(STR, "pydantic.StringConstraints", min_length=1)),
        ("Few", constrained(list_of(INT), "pydantic.Field", max_length=2)),
        ("conint()", t.AnnotatedType(base=INT, metadata=())),
        ("Ids", list_of(INT)),
        (
            "Id",
            t.DistinctType(
                module="m",
                name="Id",
                base=list_of(t.GenericType(origin=BOX, arguments=(INT,))),
            ),
        ),
    ],
)
def test_what_calls_make_is_a_type(annotation: str, expected: t.Type) -> None:
    assert type_in(GENERICS, annotation) == expected


@pytest.mark.parametrize("annotation", ["Odd", "Old", "Wrong", "conint(ge=nowhere)", "print(1)"])
def test_what_other_calls_give_is_unknown(annotation: str) -> None:
    assert isinstance(type_in(GENERICS, annotation), t.UnknownType)


def test_a_type_variable_is_its_bound_or_anything() -> None:
    assert type_in(GENERICS, "T") == t.AnyType()
    assert type_in(GENERICS, "Bound") == BOX
    assert type_in(GENERICS, "Either") == t.UnionType(members=(INT, STR))


SHAPES = {
    "m": """
        from pydantic import BaseModel
        import shapes
        from os import getpid as number
        class Route(BaseModel): ...
        def Rooute(): ...
        Names = list[str]
        """,
    "shapes": "class Circle: ...\ndef circles(): ...\n",
}


@pytest.mark.parametrize(
    ("annotation", "text", "advice"),
    [
        ("Rout", "Rout", "did you mean `Route`?"),
        ("'Rout'", "Rout", "did you mean `Route`?"),
        ("route", "route", "did you mean `Route`?"),
        ("Basemodel", "Basemodel", "did you mean `BaseModel`?"),
        ("Nmes", "Nmes", "did you mean `Names`?"),
        ("strr", "strr", "did you mean `str`?"),
        ("shapes.Circl", "shapes.Circl", "did you mean `Circle`?"),
        ("shapes.Zyx", "shapes.Zyx", "define `Zyx` in `shapes`"),
        ("shaps.Circle", "shaps.Circle", "define or import `shaps`"),
        ("Zyx", "Zyx", "define or import `Zyx`"),
        ("Optional[Route]", "Optional", "define or import `Optional`"),
        ("Rout[int]", "Rout", "did you mean `Route`?"),
        # What is there, and no type, is not misspelt.
        ("Rooute", "Rooute", None),
        ("type(1)", "type(1)", None),
        ("shapes", "shapes", None),
    ],
)
def test_a_misspelt_type_is_told_the_nearest_one(
    annotation: str, text: str, advice: str | None
) -> None:
    found = type_in(SHAPES, annotation)
    assert isinstance(found, t.UnknownType)
    assert (found.text, found.advice) == (text, advice)

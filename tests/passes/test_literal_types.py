"""Types: what the values of a `Literal` mean."""

import pytest

from flashc.ir import types as t
from flashc.ir.code import CallCode, LibraryName, ProjectName
from passes.front import type_in

TYPING = "from typing import Literal"
MEMBERS = """
    import enum
    from typing import Literal
    class Colour(enum.Enum):
        RED = "red"
        BLUE = enum.auto()
        ROT = RED
    class Level(enum.IntEnum):
        ONE = 1
    class Plain:
        RED = "red"
    FAVOURITE = Colour.RED
    LIMIT = 3
"""


def members_of(name: str, *members: tuple[str, str | int | None]) -> t.AnnotatedType:
    enum = ProjectName(module="m", name=name)
    function = LibraryName(name="flashc_runtime.from_value")
    return t.AnnotatedType(
        base=t.LiteralType(
            values=tuple(
                t.LiteralMember(module="m", name=f"{name}.{member}", value=value)
                for member, value in members
            )
        ),
        metadata=(CallCode(function=function, arguments=(enum,), keywords=()),),
    )


RED = members_of("Colour", ("RED", "red"))


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Literal[Colour.RED]", RED),
        ("Literal[FAVOURITE]", RED),
        ("Literal[Colour.ROT]", RED),
        ("Literal['Colour.RED']", t.LiteralType(values=("Colour.RED",))),
        ("Literal[Colour.RED, Colour.BLUE]", members_of("Colour", ("RED", "red"), ("BLUE", None))),
        ("Literal[Level.ONE]", members_of("Level", ("ONE", 1))),
        ("Literal[Plain.RED, LIMIT]", t.LiteralType(values=("red", 3))),
        (
            "Literal[LIMIT, Colour.RED, None]",
            t.UnionType(members=(t.LiteralType(values=(3,)), RED, t.NoneType())),
        ),
    ],
)
def test_a_member_in_a_literal_stays_a_member_and_a_constant_is_its_value(
    annotation: str, expected: t.Type
) -> None:
    assert type_in(MEMBERS, annotation) == expected


@pytest.mark.parametrize("value", ["'\\ud800'", "b'\\xff'", "'a', 'b\\udfff'"])
def test_a_literal_that_no_document_can_hold_is_unknown(value: str) -> None:
    found = type_in(TYPING, f"Literal[{value}]")
    assert isinstance(found, t.UnknownType)
    assert found.reason == "holds text or bytes that JSON cannot hold"


@pytest.mark.parametrize(("value", "expected"), [("'\\u00e9'", "é"), ("b'a'", b"a"), ("''", "")])
def test_a_literal_of_other_text_is_one(value: str, expected: str | bytes) -> None:
    assert type_in(TYPING, f"Literal[{value}]") == t.LiteralType(values=(expected,))

"""The types of invented parameters: how each is written, what is sent for it, and its defaults."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

# Everything that means something in one of the languages that are emitted.
NASTY = "'\"\\`$#;&|%(){}[]<>!~^*=+,@ \t\néß漢☃😀\u202e\u2066\x1b"
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            '"""',
            "{{ x }}",
            "{% raw %}",
            "${HOME}",
            "`id`",
            "a # b",
            "\\",
            "\\n",
            "'''",
            "%s",
            "\r\n",
        ]
    ),
    st.text(st.sampled_from("ab1" + NASTY), max_size=12),
)
# What one segment of an address may hold besides letters: all of these reach the worker decoded.
IN_PATHS = "'\"\\`$;&|%()[]<>!~^*=+,@:éß漢☃😀"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type as it is annotated, what may be sent for it, and how a default of it is written.

    `defaults` is None where a parameter of this type has none. `is_model` says that it may be the
    whole body.
    """

    annotation: str
    values: st.SearchStrategy[Any]
    in_query: bool
    in_path: bool = False
    defaults: st.SearchStrategy[str] | None = None
    is_model: bool = False


INTEGERS = st.integers(min_value=-(2**53), max_value=2**53)
SEGMENTS = st.text(st.sampled_from("ab1" + IN_PATHS), min_size=1, max_size=8)
# Values of the enum in `HEAD`.
COLOURS = ('red"', "{{'", "b\n\\", "漢#")
ITEMS = st.fixed_dictionaries({"text": TEXTS}, optional={"number": INTEGERS})
NONE = st.just("None")


def written(
    annotation: str, values: st.SearchStrategy[Any], *, in_query: bool, in_path: bool = False
) -> Kind:
    """Give a type whose defaults are written as Python shows them."""
    return Kind(
        annotation=annotation,
        values=values,
        in_query=in_query,
        in_path=in_path,
        defaults=values.map(repr),
    )


KINDS = (
    written(": str", TEXTS, in_query=True),
    written(": int", INTEGERS, in_query=True),
    written(": bool", st.booleans(), in_query=True),
    written(": float", st.floats(-1e6, 1e6), in_query=True),
    written(": Optional[int]", INTEGERS, in_query=True),
    written(": List[str]", st.lists(TEXTS, min_size=1, max_size=3), in_query=True),
    written(": 'list[int]'", st.lists(INTEGERS, max_size=3), in_query=False),
    written(": dict[str, int]", st.dictionaries(TEXTS, INTEGERS, max_size=3), in_query=False),
    written(": Literal['a', '\"', '{{', 7]", st.sampled_from(["a", '"', "{{", 7]), in_query=False),
    written(": str | int | None", st.one_of(TEXTS, INTEGERS), in_query=False),
    written("", st.one_of(TEXTS, INTEGERS, st.none()), in_query=False),
    Kind(
        annotation=": Colour_",
        values=st.sampled_from(COLOURS),
        in_query=True,
        in_path=False,
        defaults=st.sampled_from(["Colour_.A", "Colour_.D"]),
    ),
    Kind(annotation=": Id_", values=INTEGERS, in_query=True, defaults=st.just("Id_(3)")),
    Kind(
        annotation=": decimal_.Decimal",
        values=st.decimals(-1000, 1000, places=2).map(str),
        in_query=True,
        defaults=st.just("decimal_.Decimal('1.50')"),
    ),
    Kind(annotation=": uuid_.UUID", values=st.uuids().map(str), in_query=True),
    Kind(annotation=": date_.date", values=st.dates().map(str), in_query=True, defaults=NONE),
    Kind(
        annotation=": date_.timedelta",
        values=st.sampled_from(["PT1H", "P2DT3S", "PT0.5S"]),
        in_query=True,
        defaults=st.just("date_.timedelta(seconds=3)"),
    ),
    Kind(
        annotation=": Annotated[int, Field(ge=-9007199254740992, description='\"{{`#\\\\')]",
        values=INTEGERS,
        in_query=True,
        defaults=st.just("7"),
    ),
    Kind(annotation=": set[int]", values=st.lists(INTEGERS, min_size=1, max_size=3), in_query=True),
    Kind(
        annotation=": tuple[int, str]", values=st.tuples(INTEGERS, TEXTS).map(list), in_query=False
    ),
    Kind(annotation=": Item_", values=ITEMS, in_query=False, is_model=True),
    Kind(annotation=": Item_ | None", values=ITEMS, in_query=False, defaults=NONE, is_model=True),
    Kind(annotation=": list[Item_]", values=st.lists(ITEMS, max_size=2), in_query=False),
    Kind(
        annotation=": dict[str, Item_]",
        values=st.dictionaries(TEXTS, ITEMS, max_size=2),
        in_query=False,
    ),
    Kind(annotation=": Data_", values=ITEMS, in_query=False, defaults=st.just("Data_('x', 2)")),
    Kind(annotation=": Dict_", values=st.fixed_dictionaries({"text": TEXTS}), in_query=False),
    Kind(
        annotation=": Box_[int]",
        values=st.fixed_dictionaries({"item": INTEGERS}),
        in_query=False,
        is_model=True,
    ),
    Kind(annotation=": Point_", values=st.tuples(INTEGERS, INTEGERS).map(list), in_query=False),
)
IN_PATH = (
    written(": str", SEGMENTS, in_query=True, in_path=True),
    written("", SEGMENTS, in_query=True, in_path=True),
    written(": int", INTEGERS, in_query=True, in_path=True),
    Kind(annotation=": uuid_.UUID", values=st.uuids().map(str), in_query=True, in_path=True),
    Kind(
        annotation=": Colour_",
        values=st.sampled_from([c for c in COLOURS if "#" not in c and "\n" not in c]),
        in_query=True,
        in_path=True,
    ),
)
# What `**rest_` is annotated with, and the values that it takes.
RESTS = ((": int", INTEGERS), ("", st.one_of(TEXTS, st.none())), (": Item_", ITEMS))
# The classes that the annotations name, and the resource.
HEAD = """import builtins as builtins_, datetime as date_, decimal as decimal_, enum as enum_, uuid as uuid_
from dataclasses import dataclass
from typing import Annotated, Generic, List, Literal, NamedTuple, NewType, Optional, TypeVar
from pydantic import BaseModel, Field
from tetra_rp import LiveLoadBalancer, remote
from typing_extensions import TypedDict
Type_ = TypeVar("Type_")
class Colour_(enum_.Enum):
    A, B, C, D = {colours!r}
class Item_(BaseModel):
    text: str
    number: int = 1
@dataclass
class Data_:
    text: str
    number: int = 1
class Dict_(TypedDict):
    text: str
class Box_(BaseModel, Generic[Type_]):
    item: Type_
class Point_(NamedTuple):
    x: int
    y: int
Id_ = NewType("Id_", int)
api = LiveLoadBalancer(name={name!r}, env={env!r})
"""

"""Types that calls make: which call makes what, and what pydantic's old functions mean.

`conint(ge=0)` is written for people, but a type checker does not take it for a type. It becomes the
`Annotated` that pydantic's documentation gives in its place.
"""

from flashc.ir.types import ClassKind

TYPING = ("typing.", "typing_extensions.")


def both(*names: str) -> frozenset[str]:
    """Give the full names of what `typing` and `typing_extensions` both offer."""
    return frozenset(f"{package}{name}" for package in TYPING for name in names)


NEW_TYPES = both("NewType")
ALIASES = both("TypeAliasType")
VARIABLES = both("TypeVar")

# Functions that make a class; the variable that is bound to their result is its name.
CLASSES = {
    "collections.namedtuple": ClassKind.NAMED_TUPLE,
    **dict.fromkeys(both("NamedTuple"), ClassKind.NAMED_TUPLE),
    "typing.TypedDict": ClassKind.OLD_TYPED_DICT,
    "typing_extensions.TypedDict": ClassKind.TYPED_DICT,
    **dict.fromkeys(("enum.Enum", "enum.IntEnum", "enum.StrEnum"), ClassKind.ENUM),
    **dict.fromkeys(("enum.Flag", "enum.IntFlag"), ClassKind.ENUM),
}

_NUMBER = frozenset({"strict", "gt", "ge", "lt", "le", "multiple_of"})
_DECIMAL = _NUMBER | {"max_digits", "decimal_places", "allow_inf_nan"}
_TEXT = frozenset({"strict", "min_length", "max_length", "pattern"})
_CHANGED_TEXT = frozenset({"strip_whitespace", "to_upper", "to_lower"})
MANY = frozenset({"min_length", "max_length"})

# pydantic's functions: the type that they narrow, what carries the constraints, and which they are.
# A list's type is the function's first argument.
CONSTRAINED = {
    "pydantic.conint": ("builtins.int", "pydantic.Field", _NUMBER),
    "pydantic.confloat": ("builtins.float", "pydantic.Field", _NUMBER | {"allow_inf_nan"}),
    "pydantic.condecimal": ("decimal.Decimal", "pydantic.Field", _DECIMAL),
    "pydantic.constr": ("builtins.str", "pydantic.StringConstraints", _TEXT | _CHANGED_TEXT),
    "pydantic.condate": ("datetime.date", "pydantic.Field", _NUMBER - {"multiple_of"}),
    "pydantic.conlist": ("builtins.list", "pydantic.Field", MANY),
    "pydantic.conset": ("builtins.set", "pydantic.Field", MANY),
    "pydantic.confrozenset": ("builtins.frozenset", "pydantic.Field", MANY),
}

# What pydantic does not validate, and what it is filled with instead.
FILLED_WITH = {
    "collections.abc.Collection": "builtins.list",
    "collections.abc.Set": "builtins.set",
    "typing.Collection": "builtins.list",
    "typing.AbstractSet": "builtins.set",
    "typing_extensions.Collection": "builtins.list",
    "typing_extensions.AbstractSet": "builtins.set",
}

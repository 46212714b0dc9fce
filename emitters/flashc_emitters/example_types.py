"""What the names in a generated module stand for, as far as an example value needs to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from flashc.ir.plan.models import (
    Import,
    ImportModule,
    ImportName,
    KnownClass,
    KnownType,
    LoadModule,
)
from flashc.ir.plan.types import Json

# One plausible JSON value for each type that has one whatever the program.
SCALARS: Final[Mapping[str, Json]] = {
    "str": "text",
    "int": 1,
    "float": 1.5,
    "bool": True,
    "bytes": "text",
    "object": "text",
    "typing.Any": "text",
    "datetime.date": "2030-01-31",
    "datetime.datetime": "2030-01-31T12:00:00Z",
    "datetime.time": "12:00:00",
    "datetime.timedelta": "PT1H",
    "decimal.Decimal": "1.5",
    "fractions.Fraction": "1/2",
    "ipaddress.IPv4Address": "192.0.2.1",
    "ipaddress.IPv6Address": "2001:db8::1",
    "pathlib.Path": "file.txt",
    "pathlib.PurePath": "file.txt",
    "pydantic.AnyHttpUrl": "https://example.com/",
    "pydantic.AnyUrl": "https://example.com/",
    "pydantic.EmailStr": "person@example.com",
    "pydantic.HttpUrl": "https://example.com/",
    "uuid.UUID": "6f1e4c0a-6c1b-4b7e-9a56-3f2b8d7c9e10",
}

SEQUENCES: Final = frozenset(
    {
        "list",
        "set",
        "frozenset",
        "collections.deque",
        "collections.abc.Collection",
        "collections.abc.Iterable",
        "collections.abc.MutableSequence",
        "collections.abc.Sequence",
        "collections.abc.Set",
        "typing.Deque",
        "typing.FrozenSet",
        "typing.Iterable",
        "typing.List",
        "typing.Sequence",
        "typing.Set",
    }
)

TUPLES: Final = frozenset({"tuple", "typing.Tuple"})

MAPPINGS: Final = frozenset(
    {
        "dict",
        "collections.OrderedDict",
        "collections.defaultdict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "typing.DefaultDict",
        "typing.Dict",
        "typing.Mapping",
        "typing.MutableMapping",
    }
)


Classes = Mapping[str, KnownType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What names stand for: dotted names by name, and the user's classes by dotted name.

    `arguments` are example values for the type parameters of generic classes, `within` the classes
    whose example is being made.
    """

    names: Mapping[str, str]
    classes: Classes
    arguments: Mapping[str, Json] = field(default_factory=dict)
    within: frozenset[str] = frozenset()

    def inside(self, name: str, values: tuple[Json, ...] = ()) -> "Meanings":
        """Return what is known within `name[values]`: full names, and no class in itself."""
        others = {key: value for key, value in self.classes.items() if key != name}
        found = self.classes[name]
        parameters = found.parameters if isinstance(found, KnownClass) else ()
        return Meanings(
            names={},
            classes=others,
            arguments={**self.arguments, **dict(zip(parameters, values, strict=False))},
            within=self.within | {name},
        )


def meanings(imports: Iterable[Import], classes: tuple[KnownType, ...]) -> Meanings:
    """Return what the names that the imports bind stand for."""
    found = {}
    for each in imports:
        if isinstance(each, ImportName):
            found[each.alias or each.name] = f"{each.module}.{each.name}"
        elif isinstance(each, ImportModule) and each.alias is not None:
            found[each.alias] = each.module
        elif isinstance(each, LoadModule):
            found[each.variable] = each.module
    return Meanings(names=found, classes={each.name: each for each in classes})


def meaning(name: str, known: Meanings) -> str:
    """Return the dotted name that a name of the generated module stands for."""
    first, dot, rest = name.partition(".")
    return known.names.get(first, first) + dot + rest

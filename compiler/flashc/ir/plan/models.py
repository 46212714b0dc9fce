"""The content of `models.py`, the imports of generated modules, and what is known of the user's classes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.plan.types import Default, Literal, TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportModule:
    """`import module` or `import module as alias`; with `alias` None the dotted name is used as is."""

    module: str
    alias: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadModule:
    """`variable = importlib.import_module("module")`, for names that no import statement can spell."""

    module: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportName:
    """`from module import name` or `from module import name as alias`."""

    module: str
    name: str
    alias: str | None


Import = ImportModule | LoadModule | ImportName


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelField:
    """One key of a JSON object body.

    `name` is the attribute in the generated model, `key` the name on the wire (the user's parameter
    name); they differ where the parameter's name clashes with pydantic (`json`, `copy`, `_x`).
    """

    name: str
    key: str
    type: TypeRef
    default: Default


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyModel:
    """A pydantic model for the JSON object body of one route, fields in the order of the signature.

    `extra` is the type of all other keys, which the user's `**kwargs` take; None where none do.
    """

    name: str
    description: str
    fields: tuple[ModelField, ...]
    extra: TypeRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsModule:
    """The content of `models.py`; `helpers` maps `Field`, `unset`, `BaseModel`, ... to allocated names."""

    imports: tuple[Import, ...]
    models: tuple[BodyModel, ...]
    helpers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClass:
    """A model or dataclass of the user's by its full name, with the fields that must be sent.

    Types in it are full names (`datetime.date`, `shop.models.Item`), not a module's own. `parameters`
    are its type parameters in their order, by the names that they have in `fields`.
    """

    name: str
    fields: tuple[ModelField, ...]
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEnum:
    """An enum of the user's by its full name, with the value of its first member."""

    name: str
    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A `NewType` of the user's by its full name, with the type that its values have."""

    name: str
    type: TypeRef


KnownType = KnownClass | KnownEnum | KnownName

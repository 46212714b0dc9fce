"""Code: small expressions of the user's that generated modules repeat, with their names resolved."""

from dataclasses import dataclass

from flashc.ir.facts import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralCode:
    """An immutable literal, or a constant that folds to one."""

    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectName:
    """A module-level function, class or object of the project, or an attribute of one.

    `marker` is FastAPI's parameter function that made it, or that it is a subclass of: `Depends`.
    """

    module: str
    name: str
    marker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryName:
    """Something of Python or a library, by its full name: `fastapi.Depends`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCode:
    """A call: `Depends(get_session)`, `Query(ge=0)`."""

    function: "ProjectName | LibraryName"
    arguments: tuple["Code", ...]
    keywords: tuple[tuple[str, "Code"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCode:
    """A list or tuple written out; generated code writes a list."""

    items: tuple["Code", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DictCode:
    """A dictionary written out, with the keys and values that count: a later pair wins."""

    items: tuple[tuple["Code", "Code"], ...]


Code = LiteralCode | ProjectName | LibraryName | CallCode | ListCode | DictCode

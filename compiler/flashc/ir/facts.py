"""Facts: what is known about a value without running code. What fold gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flashc.source import Span

Scalar = str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something of a library, by its full name: `tetra_rp.GpuGroup.ADA_24`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """A call of something of a library: `tetra_rp.NetworkVolume(name="models")`."""

    name: str
    arguments: tuple["Fact", ...]
    keywords: tuple[tuple[str, "Fact"], ...]


# Lists, tuples and sets are tuples here: no consumer needs to tell them apart.
Value = Scalar | tuple["Value", ...] | Mapping[str, "Value"] | Reference | Construction


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A value, and the place where it was written; `span` may lie in another module than its use."""

    value: Value
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What an expression reads from the environment of the worker that imports it.

    `exact` is the variable whose text the expression is, where it is nothing more than that; `needed`
    are the variables that it reads without a default, and where.
    """

    exact: str | None = None
    needed: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No value. `reason` is a clause that says why, about the expression at `span`.

    `broken` is true when the reason is a syntax error in another module, reported already.
    `variable` is the variable of the environment that decides, where that is why.
    """

    reason: str
    span: Span
    broken: bool = False
    variable: str | None = None
    reads: Reads = field(default_factory=Reads)


Fact = Known | Unknown

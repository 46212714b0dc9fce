"""Paths: which file an expression names, as far as constants and `__file__` say it."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundValue,
    Defined,
    External,
    ModuleSymbol,
)
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Constant,
    Expression,
    FormattedString,
    Name,
    Starred,
    Subscript,
)
from flashc.ir.facts import Known
from flashc.passes.fold import fold
from flashc.passes.names.class_bodies import bound_by_name
from flashc.passes.names.lookup import follow, look_up

# Stands for text that only running tells. No path holds it.
GAP = "\0"
# Longer trails are circles, or nothing that somebody wrote down to be read.
_DEEPEST = 24
_JOINS = frozenset(
    {"os.path.join", *(f"pathlib.{p}Path" for p in ("", "Pure", "Posix", "PurePosix"))}
)
_SAME = frozenset(
    {
        *("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath"),
        "builtins.str",
    }
)
# They name a package, and the parts of a path in it.
RESOURCES = frozenset(
    f"importlib.resources.{name}"
    for name in ("read_text", "read_binary", "open_text", "open_binary", "path")
) | {"pkgutil.get_data"}
_SAME_METHODS = frozenset({"resolve", "absolute", "as_posix"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A path with `/`: from the import root where it is `anchored`, else from the working folder."""

    anchored: bool
    text: str

    @property
    def path(self) -> str | None:
        """The plain relative path; None if it leaves the folder that it starts from."""
        plain = self._plain
        is_elsewhere = plain in {".", ".."} or plain.startswith(("../", "/"))
        return None if is_elsewhere or GAP in plain else plain

    @property
    def varied(self) -> tuple[str, str] | None:
        """The constant folder, "" for the first one, and the rest with gaps; None without a gap."""
        parts = self._plain.split("/")
        first = next((n for n, part in enumerate(parts) if GAP in part), None)
        if first is None or ".." in parts or self._plain.startswith("/"):
            return None
        return "/".join(parts[:first]), "/".join(parts[first:])

    @property
    def _plain(self) -> str:
        text = self.text.lstrip("/") if self.anchored else self.text
        return posixpath.normpath(text) if text else "."


@dataclass(frozen=True, slots=True, kw_only=True)
class PathReader:
    """Reads expressions of one module; `local` are the names of a function, None where unclear.

    `owner` is the class that the expressions stand in, and `kept` what its methods put into `self`.
    With `gaps`, what is not known of a path that is known in part is a `GAP` in it.
    """

    bindings: Bindings
    module: str
    local: Mapping[str, Expression | None]
    owner: Name | None = None
    kept: Mapping[str, Expression | None] = field(default_factory=dict)
    depth: int = _DEEPEST
    gaps: bool = False

    def read(self, expression: Expression) -> Place | None:
        """Give the path that an expression names; None if it is unknown or no path."""
        if self.depth == 0:
            return None
        inner = replace(self, depth=self.depth - 1)
        match expression:
            case Constant(value=str() as text):
                return Place(anchored=False, text=text)
            case Name() | Attribute():
                return inner.named(expression)
            case Subscript(
                value=Attribute(name="parents", value=owner), index=Constant(value=int(n))
            ):
                return _parent(inner.read(owner), int(n) + 1)
            case BinaryOperation(operator="/"):
                return _joined([inner.piece(expression.left), inner.piece(expression.right)])
            case BinaryOperation(operator="+"):
                return _added([inner.piece(expression.left), inner.piece(expression.right)])
            case FormattedString():
                return inner.formatted(expression)
            case Call():
                return inner.called(expression)
            case _:
                return None

    def piece(self, expression: Expression) -> Place | None:
        """Read a part of a path; a gap where it is not known and may be one."""
        found = self.read(expression)
        return self._gap if found is None else found

    def callee(self, call: Call) -> str:
        """Give the full name of the library function that is called, or an empty text."""
        if not isinstance(call.function, Name | Attribute):
            return ""
        symbol = follow(self.bindings, look_up(self.bindings, self.module, call.function))
        return symbol.name if isinstance(symbol, External) else ""

    def named(self, expression: Name | Attribute) -> Place | None:
        """Read a name, or an attribute of a path or a module."""
        if isinstance(expression, Name):
            if expression.id in self.local:
                value = self.local[expression.id]
                return None if value is None else self.read(value)
            if expression.id == "__file__":
                shipped = self.bindings.modules[self.module].source.shipped
                return Place(anchored=True, text=shipped)
        elif expression.name == "parent":
            return _parent(self.read(expression.value), 1)
        elif self.owner is not None and _is_own(expression.value):
            if expression.name in self.kept:
                value = self.kept[expression.name]
                return None if value is None else self.read(value)
            expression = replace(expression, value=self.owner)
        symbol = look_up(self.bindings, self.module, expression)
        if not isinstance(symbol, Defined) or not isinstance(symbol.binding.bound, BoundValue):
            return None
        there = replace(
            self,
            module=symbol.module,
            local=_values_of_class(self.bindings, symbol.within),
            owner=None,
            kept={},
        )
        return there.read(symbol.binding.bound.value) or self.folded(expression)

    def folded(self, expression: Expression) -> Place | None:
        """Read a constant text that is put together otherwise."""
        fact = fold(self.bindings, self.module, expression)
        is_text = isinstance(fact, Known) and isinstance(fact.value, str)
        text = fact.value if isinstance(fact, Known) and is_text else None
        return Place(anchored=False, text=text) if isinstance(text, str) else None

    @property
    def _gap(self) -> Place | None:
        return Place(anchored=False, text=GAP) if self.gaps else None

    def formatted(self, expression: FormattedString) -> Place | None:
        """Read an f-string of plain parts."""
        places: list[Place | None] = []
        for part in expression.parts:
            if isinstance(part, str):
                places.append(Place(anchored=False, text=part))
            else:
                places.append(self.piece(part.value) if part.plain else self._gap)
        return _added(places)

    def called(self, call: Call) -> Place | None:
        """Read a call that makes a path of paths."""
        if any(isinstance(argument, Starred) for argument in call.arguments) and not self.gaps:
            return None
        name, arguments = self.callee(call), call.arguments
        if name == "importlib.resources.files":
            return self.package(arguments)
        if name in RESOURCES and len(arguments) > 1:
            return _joined([self.package(arguments[:1]), *map(self.piece, arguments[1:])])
        if name in _JOINS and arguments:
            return _joined([self.piece(argument) for argument in arguments])
        if name in _SAME and len(arguments) == 1:
            return self.read(arguments[0])
        if name == "os.path.dirname" and len(arguments) == 1:
            return _parent(self.read(arguments[0]), 1)
        return self._method(call) if not name and isinstance(call.function, Attribute) else None

    def _method(self, call: Call) -> Place | None:
        function = call.function
        owner = self.read(function.value) if isinstance(function, Attribute) else None
        method = function.name if isinstance(function, Attribute) else ""
        arguments = [self.piece(argument) for argument in call.arguments]
        if owner is None or method in _SAME_METHODS:
            return owner
        if method == "joinpath":
            return _joined([owner, *arguments])
        if method == "with_name" and len(arguments) == 1:
            return _joined([_parent(owner, 1), *arguments])
        if method == "with_suffix" and len(arguments) == 1:
            stem = replace(owner, text=posixpath.splitext(owner.text)[0])
            return _added([stem, *arguments])
        return None

    def package(self, arguments: Sequence[Expression]) -> Place | None:
        """Read the argument of `importlib.resources.files(package)`."""
        own = posixpath.dirname(self.bindings.modules[self.module].source.shipped)
        match arguments:
            case (Name(id="__package__" | "__name__"),):
                return Place(anchored=True, text=own)
            case (Constant(value=str(name)),) if self.bindings.has_module(name):
                return Place(anchored=True, text=name.replace(".", "/"))
            case (Name() | Attribute() as module,):
                symbol = follow(self.bindings, look_up(self.bindings, self.module, module))
                name = symbol.module if isinstance(symbol, ModuleSymbol) else ""
                source = self.bindings.modules.get(name)
                if source is not None and not source.source.is_package:
                    return Place(anchored=True, text=posixpath.dirname(source.source.shipped))
                return Place(anchored=True, text=name.replace(".", "/")) if name else None
            case _:
                return None


def _is_own(expression: Expression) -> bool:
    """Whether a method calls its own object, or class, so."""
    return isinstance(expression, Name) and expression.id in {"self", "cls"}


def _values_of_class(bindings: Bindings, within: Defined | None) -> Mapping[str, Expression | None]:
    """Give what the body of a class binds, as what stands beside it in the body sees it."""
    bound = within.binding.bound if within is not None else None
    if within is None or not isinstance(bound, BoundClass):
        return {}
    found = bound_by_name(bindings, within.module, bound.definition)
    return {
        name: one[0].bound.value if len(one) == 1 and isinstance(one[0].bound, BoundValue) else None
        for name, one in found.items()
    }


def _parent(place: Place | None, steps: int) -> Place | None:
    for _ in range(steps):
        if place is None or (place.anchored and not place.text):
            # Above the import root, where nothing ships from.
            return None
        place = replace(place, text=posixpath.dirname(posixpath.normpath(place.text)))
    return place


def _joined(places: Sequence[Place | None]) -> Place | None:
    result: Place | None = None
    for index, place in enumerate(places):
        if place is None:
            return None
        if index == 0 or place.anchored:
            result = place
        elif result is not None:
            if place.text.startswith("/"):
                return None
            result = replace(result, text=posixpath.join(result.text, place.text))
    return result


def _added(places: Sequence[Place | None]) -> Place | None:
    known = [place for place in places if place is not None]
    if not known or len(known) != len(places) or any(place.anchored for place in known[1:]):
        return None
    return Place(anchored=known[0].anchored, text="".join(place.text for place in known))

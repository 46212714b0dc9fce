"""Paths of which only the folder is constant: which files a module may name beside it."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flashc.ir.bindings import Bindings, External, ModuleSymbol
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Constant,
    Expression,
    FormattedString,
    Name,
)
from flashc.ir.syntax import Arm, Block, Class, Function, Statement, walk
from flashc.passes.closure.data_files import opened_by, reader_in, writes
from flashc.passes.closure.data_paths import GAP, RESOURCES, PathReader, Place
from flashc.passes.names.bodies import children_of, expressions_of
from flashc.passes.names.lookup import follow, look_up
from flashc.source import Span

# A module whose text has none of them names no file.
_SIGNS = (
    *("__file__", "open(", "read_", "load", "files(", "glob", "iterdir", "listdir", "scandir"),
    *("get_data", "Jinja2Templates", "StaticFiles", "FileSystemLoader"),
)
_LISTED = frozenset({"os.listdir", "os.scandir", "os.walk"})
_GLOBS = frozenset({"glob.glob", "glob.iglob"})
_LISTING = frozenset({"iterdir", "glob", "rglob", "walk"})
_MAKING = frozenset({"write_text", "write_bytes", "mkdir", "touch", "unlink", "exists", "is_file"})
# What reads a folder that it is given, and how it calls the folder.
_READERS = {
    "FileSystemLoader": "searchpath",
    "Jinja2Templates": "directory",
    "StaticFiles": "directory",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """Files that a module may name: some below `folder`, by `rest` with gaps.

    `function` is the one at module level in whose body it does. Of a package that is not known,
    `folder` is a gap.
    """

    folder: str
    rest: str
    anchored: bool
    function: str
    span: Span


def varied_in(bindings: Bindings, module: str) -> Iterator[Varied]:
    """Yield every file that a module names by a path with a constant folder."""
    syntax = bindings.modules[module]
    if not any(sign in syntax.source.text for sign in _SIGNS):
        return
    for statement in syntax.body:
        reader = replace(reader_in(bindings, module, statement), gaps=True)
        name = statement.name if isinstance(statement, Function | Class) else ""
        for inner in walk((statement,)):
            for holder in (inner, *(inner.arms if isinstance(inner, Block) else ())):
                yield from _varied(reader, holder, name)


def _varied(reader: PathReader, holder: Statement | Arm, function: str) -> Iterator[Varied]:
    # With each expression, whether it is a part of a path that has been seen.
    waiting = [(one, False) for one in expressions_of(holder)]
    while waiting:
        expression, is_seen = waiting.pop()
        if isinstance(expression, Call) and _makes(reader, expression):
            is_method = not reader.callee(expression)
            given = expression.arguments[0 if is_method else 1 :]
            waiting.extend((child, is_seen) for child in given)
            continue
        named = _named(reader, expression)
        place = None if named is None else named[1]
        split = None if place is None else place.varied
        if named is not None and place is not None and split is not None and not is_seen:
            # A path from the working folder is believed only where it is read, as elsewhere.
            is_seen = place.anchored or (named[0] and bool(split[0]))
            if is_seen:
                yield _varied_use(place, split, function, expression.span)
        elif isinstance(expression, Call) and _is_of_unknown_package(reader, expression):
            nowhere = Place(anchored=True, text="")
            yield _varied_use(nowhere, (GAP, ""), function, expression.arguments[0].span)
        waiting.extend((child, is_seen) for child in children_of(expression))


def _is_of_unknown_package(reader: PathReader, call: Call) -> bool:
    name = reader.callee(call)
    if name not in {"importlib.resources.files", *RESOURCES} or not call.arguments:
        return False
    package = call.arguments[0]
    if reader.package((package,)) is not None or isinstance(package, Constant):
        return False
    if isinstance(package, Name) and package.id in reader.local:
        return True
    symbol = follow(reader.bindings, look_up(reader.bindings, reader.module, package))
    return not isinstance(symbol, External | ModuleSymbol) and reader.folded(package) is None


def _varied_use(place: Place, split: tuple[str, str], function: str, span: Span) -> Varied:
    folder, rest = split
    return Varied(folder=folder, rest=rest, anchored=place.anchored, function=function, span=span)


def _named(reader: PathReader, expression: Expression) -> tuple[bool, Place] | None:
    """Give the path that an expression names, and whether it certainly is one that is read."""
    if isinstance(expression, Call):
        listed = _listed(reader, expression)
        if listed is not None:
            return True, listed
        opened = opened_by(reader, expression)
        place = None if opened is None else reader.read(opened)
        if place is None and reader.callee(expression) in RESOURCES:
            place = reader.read(expression)
        if place is not None:
            return True, place
    if isinstance(expression, Call | BinaryOperation | FormattedString):
        place = reader.read(expression)
        return None if place is None else (False, place)
    return None


def _listed(reader: PathReader, call: Call) -> Place | None:
    """Give the files of a folder that a call lists, with a gap for their names."""
    name = reader.callee(call)
    first = call.arguments[0] if call.arguments else None
    if name in _GLOBS and first is not None:
        place = reader.read(first)
        return None if place is None else Place(anchored=place.anchored, text=_gaps(place.text))
    folder: Expression | None = None
    short = name.rpartition(".")[2]
    if name in _LISTED:
        folder = first
    elif short in _READERS:
        given = (one.value for one in call.keywords if one.name == _READERS[short])
        folder = next(iter((*call.arguments[:1], *given)), None)
    elif not name and isinstance(call.function, Attribute) and call.function.name in _LISTING:
        folder = call.function.value
    place = None if folder is None else reader.read(folder)
    if place is None:
        return None
    rest = GAP
    if not name and first is not None:
        pattern = reader.read(first)
        rest = GAP if pattern is None else _gaps(pattern.text)
    return Place(anchored=place.anchored, text=posixpath.join(place.text, rest))


def _gaps(pattern: str) -> str:
    """Put gaps for the wild parts of a pattern; one without any is a name."""
    return re.sub(r"\*+/?|\?|\[[^]]*\]", GAP, pattern)


def _makes(reader: PathReader, call: Call) -> bool:
    """Whether a call makes or removes a file, or only asks for it."""
    if isinstance(call.function, Attribute) and call.function.name in _MAKING:
        return True
    if reader.callee(call) in {"os.makedirs", "os.mkdir", "os.remove", "os.path.exists"}:
        return True
    is_method = isinstance(call.function, Attribute) and not reader.callee(call)
    name = call.function.name if isinstance(call.function, Attribute) else ""
    if is_method:
        return name == "open" and writes(call, 0)
    return reader.callee(call) in {"builtins.open", "io.open"} and writes(call, 1)

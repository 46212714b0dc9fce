"""FC616 and FC617: the data files that an endpoint's modules open by a constant path.

Paths from `__file__` name the same file in a worker as they do in the sources, so such a file ships
wherever it is used. A path from the working folder is believed only where something is opened.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, DataFile, Refused
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Constant,
    Expression,
    FormattedString,
    Name,
)
from flashc.ir.plan.worker import UserFile
from flashc.ir.settings import Config
from flashc.ir.syntax import Arm, Assign, Block, Class, Function, Statement, walk
from flashc.passes.closure.data_paths import PathReader
from flashc.passes.names.bodies import children_of, expressions_of
from flashc.passes.naming.slugs import is_own
from flashc.source import Span

Read = Callable[[str], bytes | Refused | None]
# A module whose text has none of them opens nothing; reading every expression is slow.
_SIGNS = ("__file__", "open(", "read_", "load", "imread", "files(", "get_data")
_OPENERS = frozenset({"open", "load", "imread", "loadtxt", "genfromtxt"})
_OURS: Final = Refused(
    reason="would be among flashc's own files", advice="put it into a folder of another name"
)
_METHODS = frozenset({"open", "read_text", "read_bytes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A file that a module names; `function` is the one at module level in whose body it does."""

    path: str
    anchored: bool
    function: str
    span: Span


def data_files(
    closures: Mapping[str, Closure],
    bindings: Bindings,
    included: Mapping[str, frozenset[str]],
    read: Read,
) -> tuple[
    Mapping[str, tuple[UserFile, ...]], Mapping[str, tuple[DataFile, ...]], tuple[Diagnostic, ...]
]:
    """Give the data files of each endpoint, and why; `included` are those of flash.toml."""
    uses: dict[str, tuple[Use, ...]] = {}
    contents: dict[str, bytes | Refused | None] = {}
    files: dict[str, tuple[UserFile, ...]] = {}
    reasons: dict[str, tuple[DataFile, ...]] = {}
    # A file that is left at home is reported where it is named first.
    problems: dict[Span | str, Diagnostic] = {}
    for endpoint, closure in closures.items():
        there = {bindings.modules[name].source.shipped for name in closure.shipped}
        there |= included.get(endpoint, frozenset())
        found: dict[str, UserFile] = {}
        opened: dict[str, DataFile] = {}
        for module in closure.modules:
            if module not in uses:
                uses[module] = tuple(uses_in(bindings, module))
            for use in uses[module]:
                if use.path in there or (module, use.function) in closure.elsewhere:
                    continue
                if use.path not in contents:
                    contents[use.path] = read(use.path)
                content = contents[use.path]
                if content is not None and is_own(use.path, endpoint):
                    content = _OURS
                if isinstance(content, bytes):
                    found[use.path] = UserFile(path=use.path, content=content)
                    opened.setdefault(
                        use.path, DataFile(path=use.path, module=module, span=use.span)
                    )
                    if not use.anchored:
                        problems[use.span] = wandering(bindings, module, use)
                elif content is not None:
                    problems.setdefault(use.path, _refused(use, content))
        files[endpoint] = tuple(found[path] for path in sorted(found))
        reasons[endpoint] = tuple(opened.values())
    return files, reasons, tuple(problems.values())


def with_data(config: Config, data: Mapping[str, tuple[UserFile, ...]]) -> Config:
    """Add the data files to those that `flash.toml` includes."""
    files = {name: (*config.files.get(name, ()), *found) for name, found in data.items()}
    return replace(config, files={**config.files, **files})


def uses_in(bindings: Bindings, module: str) -> Iterator[Use]:
    """Yield every file that a module names by a constant path."""
    syntax = bindings.modules[module]
    if not any(sign in syntax.source.text for sign in _SIGNS):
        return
    for statement in syntax.body:
        reader = reader_in(bindings, module, statement)
        name = statement.name if isinstance(statement, Function | Class) else ""
        for inner in walk((statement,)):
            for holder in (inner, *(inner.arms if isinstance(inner, Block) else ())):
                yield from _used(reader, holder, name)


def reader_in(bindings: Bindings, module: str, statement: Statement) -> PathReader:
    """Give what reads the paths in one statement of a module, a definition or another."""
    is_body = isinstance(statement, Function | Class)
    local = local_values(statement) if is_body else {}
    reader = PathReader(bindings=bindings, module=module, local=local)
    if not isinstance(statement, Class):
        return reader
    owner = Name(id=statement.name, span=statement.name_span)
    return replace(reader, owner=owner, kept=_kept_values(statement))


def _kept_values(definition: Class) -> Mapping[str, Expression | None]:
    """Give what methods put into `self`, None where they do more than once."""
    found: dict[str, Expression | None] = {}
    for statement in walk(definition.body):
        if not isinstance(statement, Assign):
            continue
        for target in statement.targets:
            match target:
                case Attribute(value=Name(id="self"), name=name):
                    is_once = name not in found and not statement.augmented
                    found[name] = statement.value if is_once else None
                case _:
                    continue
    return found


def _used(reader: PathReader, holder: Statement | Arm, function: str) -> Iterator[Use]:
    waiting = list(expressions_of(holder))
    while waiting:
        expression = waiting.pop()
        opened = opened_by(reader, expression) if isinstance(expression, Call) else None
        place = None if opened is None else reader.read(opened)
        if place is None and isinstance(
            expression, Call | BinaryOperation | Attribute | FormattedString
        ):
            place = reader.read(expression)
            place = place if place is not None and place.anchored else None
        if place is None:
            waiting.extend(children_of(expression))
        elif place.path is not None:
            span = expression.span if opened is None else opened.span
            yield Use(path=place.path, anchored=place.anchored, function=function, span=span)


def opened_by(reader: PathReader, call: Call) -> Expression | None:
    """Give the path that a call opens to read, if it is such a call."""
    function = call.function
    name = reader.callee(call)
    short = name.rpartition(".")[2]
    if short in _OPENERS or short.startswith("read_"):
        named = (keyword.value for keyword in call.keywords if keyword.name == "file")
        path = next(iter((*call.arguments[:1], *named)), None)
        return None if writes(call, 1) else path
    if isinstance(function, Attribute) and function.name in _METHODS and not name:
        return None if writes(call, 0) else function.value
    return None


def writes(call: Call, position: int) -> bool:
    """Whether a call that opens a file opens it to write; `position` is that of its mode."""
    named = (keyword.value for keyword in call.keywords if keyword.name == "mode")
    mode = next(iter((*call.arguments[position : position + 1], *named)), None)
    return (
        isinstance(mode, Constant)
        and isinstance(mode.value, str)
        and bool(set(mode.value) & set("wax"))
    )


def local_values(definition: Statement) -> Mapping[str, Expression | None]:
    """Give the names that a function or class binds, and what those bound once are."""
    found: dict[str, Expression | None] = {}
    for statement in walk((definition,)):
        if isinstance(statement, Function):
            found |= {parameter.name: None for parameter in statement.parameters}
        targets: tuple[Expression, ...] = ()
        value: Expression | None = None
        if isinstance(statement, Assign):
            targets = statement.targets
            is_plain = len(targets) == 1 and not statement.augmented
            value = statement.value if is_plain else None
        elif isinstance(statement, Block):
            targets = statement.binds
        for target in targets:
            for name in _names(target):
                once = isinstance(target, Name) and name not in found
                found[name] = value if once else None
    return found


def _names(target: Expression) -> Iterator[str]:
    if isinstance(target, Name):
        yield target.id
    elif not isinstance(target, Attribute):
        for child in children_of(target):
            yield from _names(child)


def wandering(bindings: Bindings, module: str, use: Use) -> Diagnostic:
    """Warn of a path that is seen from the working folder."""
    folder = posixpath.dirname(bindings.modules[module].source.shipped)
    steps = posixpath.relpath(use.path, folder or ".").split("/")
    parents = "".join(".parent" for step in ("", *steps) if step in {"", ".."})
    rest = "/".join(step for step in steps if step != "..")
    return Diagnostic(
        code=codes.DATA_FROM_WORKING_FOLDER,
        message=f"`{use.path}` is found only from the right working folder",
        primary=Label(span=use.span, text="depends on where the process was started"),
        notes=("it ships beside your modules, which is not the folder that a worker starts in",),
        help=f'write `Path(__file__){parents} / "{rest}"`',
    )


def _refused(use: Use, refused: Refused) -> Diagnostic:
    return Diagnostic(
        code=codes.DATA_NOT_SHIPPED,
        message=f"`{use.path}` does not ship with the worker",
        primary=Label(span=use.span, text=f"it {refused.reason}"),
        help=refused.advice,
    )

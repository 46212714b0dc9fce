"""Resolve: bind the module-level names of every module, and follow names to what they stand for."""

from collections.abc import Iterable, Iterator, Mapping

from flashc.ir.bindings import (
    Binding,
    Bindings,
    Bound,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    BoundOtherwise,
    BoundValue,
    Namespace,
    Step,
)
from flashc.ir.syntax import (
    Assign,
    Block,
    BlockKind,
    Class,
    Delete,
    Display,
    Expression,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Name,
    Starred,
    Statement,
)
from flashc.source import Span


def resolve(modules: Mapping[str, ModuleSyntax], broken: Iterable[str]) -> Bindings:
    """Bind every module-level name of `modules`; `broken` are modules that did not parse."""
    unreadable = frozenset(broken)
    return Bindings(
        modules=modules,
        namespaces={name: _namespace(module) for name, module in modules.items()},
        broken=unreadable,
        packages=frozenset(
            prefix for name in (*modules, *unreadable) for prefix in _prefixes(name)
        ),
    )


def absolute_name(module: ModuleSyntax, statement: ImportFrom) -> str | None:
    """Give the absolute name of the module that a from-import names; None above the root."""
    if statement.level == 0:
        return statement.module
    package = module.name.split(".") if module.name else []
    if not module.source.is_package:
        package = package[:-1]
    up = statement.level - 1
    if up > len(package) or (up == len(package) and up and not statement.module):
        return None
    base = package[: len(package) - up]
    return ".".join([*base, statement.module] if statement.module else base) or None


def bindings_of(statements: tuple[Statement, ...], module: ModuleSyntax) -> Iterator[Binding]:
    """Yield what `statements` bind, those in compound statements included, in source order."""
    yield from _bindings(statements, module, ())


def _prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    for length in range(1, len(parts)):
        yield ".".join(parts[:length])


def _namespace(module: ModuleSyntax) -> Namespace:
    names: dict[str, list[Binding]] = {}
    for binding in bindings_of(module.body, module):
        names.setdefault(binding.name, []).append(binding)
    return Namespace(
        module=module.name,
        names={name: tuple(found) for name, found in names.items()},
        stars=tuple(_stars(module.body, module)),
    )


def _stars(statements: tuple[Statement, ...], module: ModuleSyntax) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, ImportFrom) and statement.star:
            name = absolute_name(module, statement)
            if name is not None:
                yield name
        elif isinstance(statement, Block):
            for arm in statement.arms:
                yield from _stars(arm.body, module)


def _bindings(
    statements: tuple[Statement, ...], module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[Binding]:
    for statement in statements:
        if isinstance(statement, Block):
            yield from _block_bindings(statement, module, branch)
        else:
            for name, bound, span in _bound_by(statement, module):
                yield Binding(name=name, bound=bound, span=span, branch=branch)


def _block_bindings(
    block: Block, module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[Binding]:
    for target in block.binds:
        for name in _names_in(target):
            how = BoundOtherwise(how=f"bound by a `{block.kind.value}` statement")
            yield Binding(name=name.id, bound=how, span=name.span, branch=branch)
    for index, arm in enumerate(block.arms):
        step = Step(kind=block.kind, block=block.span, role=arm.role, arm=index, test=arm.test)
        # A `with` block runs exactly once, so what it binds is not conditional.
        inner = branch if block.kind is BlockKind.WITH else (*branch, step)
        yield from _bindings(arm.body, module, inner)


def _bound_by(statement: Statement, module: ModuleSyntax) -> Iterator[tuple[str, Bound, Span]]:
    match statement:
        case Import():
            for imported in statement.modules:
                name = imported.alias or imported.module.split(".")[0]
                module_name = imported.module if imported.alias else name
                yield name, BoundModule(module=module_name), imported.span
        case ImportFrom():
            yield from _from_import(statement, module)
        case Function():
            yield statement.name, BoundFunction(function=statement), statement.name_span
        case Class():
            yield statement.name, BoundClass(definition=statement), statement.name_span
        case Assign():
            yield from _assigned(statement)
        case Delete():
            for target in statement.targets:
                for gone in _names_in(target):
                    deleted = BoundOtherwise(how="deleted with `del`")
                    yield gone.id, deleted, gone.span
        case _:
            return


def _from_import(statement: ImportFrom, module: ModuleSyntax) -> Iterator[tuple[str, Bound, Span]]:
    source = absolute_name(module, statement)
    for imported in statement.names:
        name = imported.alias or imported.name
        if source is None:
            yield name, BoundOtherwise(how="imported from above the import root"), imported.span
        else:
            yield name, BoundImport(module=source, name=imported.name), imported.span


def _assigned(statement: Assign) -> Iterator[tuple[str, Bound, Span]]:
    for target in statement.targets:
        if isinstance(target, Name):
            if statement.augmented:
                yield target.id, BoundOtherwise(how="changed by an assignment"), target.span
            elif statement.value is not None:
                bound = BoundValue(value=statement.value, annotation=statement.annotation)
                yield target.id, bound, target.span
        else:
            yield from _unpacked(target, statement.value)


def _unpacked(target: Expression, value: Expression | None) -> Iterator[tuple[str, Bound, Span]]:
    """Bind the names of `a, b = x, y` one by one where both sides are written out alike."""
    if not isinstance(target, Display):
        return
    items = value.items if isinstance(value, Display) else ()
    starred = any(isinstance(item, Starred) for item in (*target.items, *items))
    for index, item in enumerate(target.items):
        if isinstance(item, Name) and len(items) == len(target.items) and not starred:
            yield item.id, BoundValue(value=items[index], annotation=None), item.span
        else:
            for name in _names_in(item):
                yield name.id, BoundOtherwise(how="bound by unpacking"), name.span


def _names_in(target: Expression) -> Iterator[Name]:
    if isinstance(target, Name):
        yield target
    elif isinstance(target, Starred):
        yield from _names_in(target.value)
    elif isinstance(target, Display):
        for item in target.items:
            yield from _names_in(item)

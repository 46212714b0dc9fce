"""Namespaces: the names that one module binds, and the statements that bind them."""

from collections.abc import Iterator
from typing import Final

from flashc.ir.bindings import (
    Binding,
    Bound,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    BoundOtherwise,
    BoundValue,
    Namespace,
    Star,
    Step,
)
from flashc.ir.expressions import Constant, Display, Expression, Name, Opaque, Starred
from flashc.ir.syntax import (
    Arm,
    Assign,
    Bind,
    Block,
    BlockKind,
    Class,
    Delete,
    Function,
    Import,
    ImportFrom,
    ModuleSyntax,
    Statement,
)
from flashc.passes.names.bodies import names_in
from flashc.source import Span


def _by_block(kind: BlockKind) -> str:
    return f"bound by a `{kind.value}` statement"


# Why the value of a name is not known, as `BoundOtherwise` says it.
BY_LOOP: Final = _by_block(BlockKind.LOOP)
BY_UNPACKING: Final = "bound by unpacking"


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


def namespace_of(module: ModuleSyntax) -> Namespace:
    """Give the names that a module binds at its top level."""
    names: dict[str, list[Binding]] = {}
    for binding in bindings_of(module.body, module):
        names.setdefault(binding.name, []).append(binding)
    return Namespace(
        module=module.name,
        names={name: tuple(found) for name, found in names.items()},
        stars=tuple(_stars(module.body, module, ())),
        exports=_exports(names.get("__all__", [])),
    )


def _exports(found: list[Binding]) -> frozenset[str] | None:
    """Give the names in a plain `__all__`; None where there is none, or one that is computed."""
    bound = found[0].bound if len(found) == 1 else None
    items = (
        bound.value.items
        if isinstance(bound, BoundValue) and isinstance(bound.value, Display)
        else ()
    )
    names = [item.value for item in items if isinstance(item, Constant)]
    return frozenset(name for name in names if isinstance(name, str)) if items else None


def _stars(
    statements: tuple[Statement, ...], module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[Star]:
    for statement in statements:
        if isinstance(statement, ImportFrom) and statement.star:
            name = absolute_name(module, statement)
            if name is not None:
                yield Star(module=name, span=statement.span, branch=branch)
        elif isinstance(statement, Block):
            for arm, inner in _arms(statement, module, branch):
                yield from _stars(arm.body, module, inner)


def _bindings(
    statements: tuple[Statement, ...], module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[Binding]:
    for statement in statements:
        if isinstance(statement, Block):
            yield from _block_bindings(statement, module, branch)
        else:
            for name, bound, span in bound_by(statement, module):
                yield Binding(name=name, bound=bound, span=span, branch=branch)


def _block_bindings(
    block: Block, module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[Binding]:
    for target in block.binds:
        for name in names_in(target):
            how = BoundOtherwise(how=_by_block(block.kind))
            yield Binding(name=name.id, bound=how, span=name.span, branch=branch)
    for arm, inner in _arms(block, module, branch):
        yield from _bindings(arm.body, module, inner)


def _arms(
    block: Block, module: ModuleSyntax, branch: tuple[Step, ...]
) -> Iterator[tuple[Arm, tuple[Step, ...]]]:
    """Yield the arms that run on import, each with the conditions that it stands under."""
    roles = {arm.role for arm in block.arms}
    for index, arm in enumerate(block.arms):
        if arm.test is not None and is_main_guard(arm.test, module):
            continue
        step = Step(kind=block.kind, block=block.span, role=arm.role, arm=index, test=arm.test)
        # What runs exactly once, or else ends the import, is not conditional.
        certain = (
            block.kind is BlockKind.WITH
            or arm.role == "finally"
            or (block.kind is BlockKind.TRY and "except" not in roles)
        )
        yield arm, branch if certain else (*branch, step)


def is_main_guard(test: Expression, module: ModuleSyntax) -> bool:
    """Tell `if __name__ == "__main__"`: a worker imports the module, and never runs what is below."""
    if not isinstance(test, Opaque) or test.kind != "comparison_operator" or len(test.parts) != 2:
        return False
    names = [part.id for part in test.parts if isinstance(part, Name)]
    texts = [part.value for part in test.parts if isinstance(part, Constant)]
    is_equality = "==" in module.source.slice(test.span)
    return is_equality and names == ["__name__"] and texts == ["__main__"]


def bound_by(statement: Statement, module: ModuleSyntax) -> Iterator[tuple[str, Bound, Span]]:
    """Yield the names that one statement binds itself, each with what and where."""
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
                for gone in names_in(target):
                    deleted = BoundOtherwise(how="deleted with `del`")
                    yield gone.id, deleted, gone.span
        case Bind():
            yield statement.name.id, BoundOtherwise(how=statement.how), statement.span
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
            for name in names_in(item):
                yield name.id, BoundOtherwise(how=BY_UNPACKING), name.span

"""Import statements."""

from ast_grep_py import SgNode

from flashc.ir.syntax import Import, ImportedModule, ImportedName, ImportFrom
from flashc.passes.parse.nodes import dotted, identifier, named, span_of

IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


def read_import(node: SgNode, path: str) -> Import | ImportFrom:
    """Read an import statement of any form."""
    names = named(node)
    if node.kind() == "import_statement":
        modules = tuple(_module(child, path) for child in names)
        return Import(modules=modules, span=span_of(node, path))
    if node.kind() == "future_import_statement":
        module, level, source = "__future__", 0, node
    else:
        source = names.pop(0)
        module, level = _source(source)
    return ImportFrom(
        module=module,
        level=level,
        names=tuple(_name(child, path) for child in names if child.kind() != "wildcard_import"),
        star=any(child.kind() == "wildcard_import" for child in names),
        module_span=span_of(source, path),
        span=span_of(node, path),
    )


def _source(node: SgNode) -> tuple[str, int]:
    """Give the module that a from-import names, and how many dots stand before it."""
    if node.kind() != "relative_import":
        return dotted(node), 0
    dots, *module = named(node)
    return dotted(module[0]) if module else "", dots.text().count(".")


def _module(node: SgNode, path: str) -> ImportedModule:
    module, alias = _aliased(node)
    return ImportedModule(module=module, alias=alias, span=span_of(node, path))


def _name(node: SgNode, path: str) -> ImportedName:
    name, alias = _aliased(node)
    return ImportedName(name=name, alias=alias, span=span_of(node, path))


def _aliased(node: SgNode) -> tuple[str, str | None]:
    if node.kind() != "aliased_import":
        return dotted(node), None
    name, alias = named(node)
    return dotted(name), identifier(alias)

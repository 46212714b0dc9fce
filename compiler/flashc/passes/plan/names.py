"""Names of generated functions, models and imported modules, decided per worker."""

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flashc.ir.plan.models import Import, ImportModule, LoadModule
from flashc.ir.program import Route
from flashc.ir.shape import FormBody, Shape, WholeBody
from flashc.passes.naming.allocate import Allocator


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteNames:
    """The operation id of a route, and the name of its generated function."""

    operation_id: str
    function: str


def route_names(routes: Iterable[Route]) -> tuple[RouteNames, ...]:
    """Name routes after their functions; where that is not unique, add module, then method."""
    operations = Allocator()
    functions = Allocator()
    taken: dict[str, Route] = {}
    result: list[RouteNames] = []
    for route in routes:
        operation = _operation_id(route, taken, operations)
        taken[operation] = route
        result.append(
            RouteNames(operation_id=operation, function=functions.take(operation, f"{operation}_"))
        )
    return tuple(result)


def _operation_id(route: Route, taken: Mapping[str, Route], operations: Allocator) -> str:
    name, method = route.function.name, route.method.lower()
    if name not in taken:
        return name
    module = route.function.module.replace(".", "_").replace("-", "_")
    last = module.rpartition("_")[2]
    holder = taken.get(name)
    same = holder is not None and holder.function.span == route.function.span
    wanted = (f"{name}_{method}",) if same else (f"{name}_{last}", f"{name}_{module}")
    return operations.take(*(w for w in wanted if w not in taken), f"{name}_{module}_{method}")


def module_imports(
    modules: Iterable[str], taken: Iterable[str]
) -> tuple[tuple[Import, ...], Mapping[str, str]]:
    """Decide how a generated module imports user modules, and what it calls each.

    Returns the imports, and per module the (dotted) expression that reaches it.
    """
    avoid = frozenset(taken)
    names = Allocator(avoid)
    imports: list[Import] = []
    reached: dict[str, str] = {}
    for module in modules:
        flat = "_".join(module.split("."))
        if not all(_is_name(part) for part in module.split(".")):
            variable = names.take(_spelt(module), f"{_spelt(module)}_module")
            imports.append(LoadModule(module=module, variable=variable))
            reached[module] = variable
        elif _top(module) not in avoid and _is_free_top(_top(module)):
            imports.append(ImportModule(module=module, alias=None))
            reached[module] = module
        else:
            alias = names.take(f"{flat}_module")
            imports.append(ImportModule(module=module, alias=alias))
            reached[module] = alias
    return tuple(imports), reached


def model_name(operation_id: str, names: Allocator) -> str:
    """Name the body model of a route: `create_user` gives `CreateUserBody`."""
    pascal = "".join(part[:1].upper() + part[1:] for part in operation_id.split("_"))
    base = f"{pascal}Body"
    return names.take(base if base.isidentifier() else f"Route{base}")


def argument_names(shape: Shape) -> frozenset[str]:
    """Give the names of the user's parameters that generated functions take as they are."""
    in_path = (source.parameter.name for source in shape.path)
    in_query = (source.parameter.name for source in shape.query)
    names = {*in_path, *in_query, *(source.parameter.name for source in shape.framework)}
    match shape.body:
        case WholeBody(parameter=parameter):
            names.add(parameter.name)
        case FormBody(files=files, fields=fields):
            names |= {source.parameter.name for source in files}
            names |= {source.parameter.name for source in fields}
    return frozenset(names)


def _is_name(part: str) -> bool:
    return part.isidentifier() and not keyword.iskeyword(part)


def _is_free_top(name: str) -> bool:
    return Allocator().is_free(name)


def _top(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def _spelt(module: str) -> str:
    """Spell a module that no import statement can name: `01_hello.my-api` gives `hello_my_api`."""
    text = "".join(c if c.isalnum() or c == "_" else "_" for c in module).lstrip("0123456789_")
    return text if text.isidentifier() else "user_module"

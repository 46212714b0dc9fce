"""`models.py`: one pydantic model for the JSON object body of each route that has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flashc.ir.plan.handlers import BodyArgument, Handler
from flashc.ir.plan.models import BodyModel, ModelField
from flashc.ir.plan.types import LiteralDefault, NamedType, UserDefault
from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.annotations import annotation
from flashc_emitters.black_layout import IN_CLASS, IN_METHOD, SIGNATURE
from flashc_emitters.code import Code
from flashc_emitters.headers import module_docstring
from flashc_emitters.imports import import_block
from flashc_emitters.layout import INDENT, Bracket, lay_out
from flashc_emitters.literals import docstrings, python
from flashc_emitters.names import called, with_helpers
from flashc_emitters.own_modules import own_modules
from flashc_emitters.rendering import render

Names = Mapping[str, str]

# pydantic warns about fields that begin like its own methods, unless the model says otherwise.
_PYDANTIC_PREFIXES: Final = ("model_validate", "model_dump")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The statements of one class, in blocks that an empty line parts.

    `path_test` is the condition that a key repeats a parameter of the path, or None; `helpers` are
    the imported names that all of it uses.
    """

    header: Code
    blocks: tuple[Code, ...]
    path_test: Code | None
    helpers: frozenset[str]


def emit_models(plan: WorkerPlan) -> str | None:
    """Return the text of `models.py`, or None where no route has a JSON object body."""
    if plan.models is None or not plan.models.models:
        return None
    names = plan.models.helpers
    path_keys = _path_keys(plan.app.handlers)
    models = [_model(model, path_keys.get(model.name, ()), names) for model in plan.models.models]
    used = frozenset[str]().union(*(model.helpers for model in models))
    return render(
        "src/package/models.py.jinja",
        module_docstring=module_docstring("JSON bodies of the endpoint", plan.endpoint),
        imports=import_block(with_helpers(plan.models.imports, used, names), own_modules(plan)),
        models=models,
        names={helper: Code(called(helper, names)) for helper in used},
    )


def _path_keys(handlers: tuple[Handler, ...]) -> dict[str, tuple[str, ...]]:
    """Return per model that collects other keys the arguments that come from elsewhere.

    Such a key would reach the user's function twice, which Python answers with a TypeError.
    """
    found: dict[str, tuple[str, ...]] = {}
    for handler in handlers:
        for argument in handler.arguments:
            if isinstance(argument, BodyArgument) and argument.name == handler.collect:
                # The type of a body that collects is always a generated model, called by its name.
                name = argument.type.name if isinstance(argument.type, NamedType) else ""
                inside = argument.name + "."
                found[name] = tuple(
                    each.parameter for each in handler.passed if not each.value.startswith(inside)
                )
    return found


def _model(model: BodyModel, path_keys: tuple[str, ...], names: Names) -> Model:
    docstring = docstrings.docstring_or_none(model.description, INDENT)
    config = _config(model, names)
    fields = "\n".join(_field(field, names) for field in model.fields)
    blocks = [Code(" " * INDENT + block) for block in (docstring, config) if block is not None]
    blocks += (*_extra(model), *([Code(fields)] if fields else ()))
    return Model(
        header=_header(model, names),
        blocks=tuple(blocks) or (Code(" " * INDENT + "pass"),),
        path_test=_path_test(path_keys) if path_keys else None,
        helpers=_helpers(model, bool(path_keys), names),
    )


def _header(model: BodyModel, names: Names) -> Code:
    base = called("BaseModel", names)
    return lay_out(Bracket(before=f"class {model.name}(", items=(base,), after="):"), 0, SIGNATURE)


def _helpers(model: BodyModel, refuses: bool, names: Names) -> frozenset[str]:
    helpers = {"BaseModel"}
    if _config(model, names) is not None:
        helpers.add("ConfigDict")
    if refuses:
        helpers |= {"Self", "model_validator"}
    if any(_settings(field, names) for field in model.fields):
        helpers.add("Field")
    if any(isinstance(field.default, UserDefault) for field in model.fields):
        helpers.add("unset")
    return frozenset(helpers)


def _config(model: BodyModel, names: Names) -> Code | None:
    settings = []
    if model.extra is not None:
        settings.append('extra="allow"')
    if any(field.name.startswith(_PYDANTIC_PREFIXES) for field in model.fields):
        settings.append("protected_namespaces=()")
    if not settings:
        return None
    return Code(f"model_config = {called('ConfigDict', names)}({', '.join(settings)})")


def _extra(model: BodyModel) -> tuple[Code, ...]:
    """Return the statement that has pydantic validate all other keys; none where they are `Any`."""
    if model.extra is None or model.extra == NamedType(name="Any"):
        return ()
    return (lay_out(f"__pydantic_extra__: dict[str, {annotation(model.extra)}]", INDENT, IN_CLASS),)


def _field(field: ModelField, names: Names) -> Code:
    """Return `name: type`, with a default or with `Field(...)` where it needs one."""
    start = f"{field.name}: {annotation(field.type)}"
    settings = _settings(field, names)
    if settings:
        call = Bracket(before=f"{start} = {called('Field', names)}(", items=settings, after=")")
        return lay_out(call, INDENT, IN_CLASS)
    if isinstance(field.default, LiteralDefault):
        start += f" = {python.literal(field.default.value)}"
    return lay_out(start, INDENT, IN_CLASS)


def _settings(field: ModelField, names: Names) -> tuple[str, ...]:
    settings: list[str] = []
    if isinstance(field.default, UserDefault):
        settings.append(f"default_factory={called('unset', names)}")
    if field.key != field.name:
        if isinstance(field.default, LiteralDefault):
            settings.append(f"default={python.literal(field.default.value)}")
        # Without any `populate_by_name`, the alias is the only key that is read.
        settings.append(f"alias={python.string(field.key)}")
    return tuple(settings)


def _path_test(keys: tuple[str, ...]) -> Code:
    listed = ", ".join(map(python.string, keys))
    condition = Bracket(
        before=f"if not {{{listed}}}.isdisjoint(", items=("self.model_extra or {}",), after="):"
    )
    return lay_out(condition, 2 * INDENT, IN_METHOD)

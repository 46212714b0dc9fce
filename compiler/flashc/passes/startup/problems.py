"""FC618 to FC620: what is said of a module that certainly fails while a worker imports it."""

from collections.abc import Sequence

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Binding, Bindings
from flashc.ir.expressions import Attribute, Name
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.startup.members import Missing
from flashc.passes.suggest import suggestion
from flashc.source import Span

# How many members a message lists.
_LISTED = 6


def not_bound(bindings: Bindings, module: str, name: Name) -> Diagnostic:
    """Report a name that has no value when it is read."""
    names = bindings.namespaces[module].names
    later = [one for one in names.get(name.id, ()) if one.span.start > name.span.start]
    if later:
        return Diagnostic(
            code=codes.NOT_BOUND,
            message=f"`{name.id}` is used before it has a value",
            primary=Label(span=name.span, text="importing the module ends here"),
            labels=(Label(span=later[0].span, text="it gets its value only here"),),
            help=f"move what defines `{name.id}` above this line",
        )
    if name.id in names:
        return Diagnostic(
            code=codes.NOT_BOUND,
            message=f"`{name.id}` has no value here",
            primary=Label(span=name.span, text="importing the module ends here"),
            labels=(Label(span=names[name.id][0].span, text="what this binds is not there then"),),
            help="import it where the code runs; under `TYPE_CHECKING` it exists for type checkers only",
        )
    near = suggestion(name.id, [*names, *ALL_BUILTINS])
    return Diagnostic(
        code=codes.NOT_BOUND,
        message=f"`{name.id}` is not defined",
        primary=Label(span=name.span, text="importing the module ends here"),
        help=f"did you mean `{near}`?" if near else f"define or import `{name.id}`",
    )


def no_member(expression: Attribute, missing: Missing) -> Diagnostic:
    """Report an attribute that a module or class of the project does not have."""
    near = suggestion(expression.name, missing.known)
    public = [name for name in missing.known if not name.startswith("_")]
    listed = ", ".join(f"`{name}`" for name in public[:_LISTED])
    more = f" and {len(public) - _LISTED} more" if len(public) > _LISTED else ""
    return Diagnostic(
        code=codes.NO_MEMBER,
        message=f"{missing.kind} `{missing.owner}` has no `{expression.name}`",
        primary=Label(span=expression.name_span, text="importing the module ends here"),
        notes=(f"it has: {listed}{more}",) if listed else (),
        help=f"did you mean `{near}`?" if near else "correct the name, or define it there",
    )


def not_imported(expression: Attribute, package: str) -> Diagnostic:
    """Report a module that is used as an attribute of its package, and that nothing imports."""
    module = f"{package}.{expression.name}"
    return Diagnostic(
        code=codes.NO_MEMBER,
        message=f"package `{package}` has no `{expression.name}`: nothing imports that module",
        primary=Label(span=expression.name_span, text="importing the module ends here"),
        notes=(f"`import {package}` alone does not import the modules in it",),
        help=f"write `import {module}`",
    )


def not_exported(target: str, name: str, span: Span, listed: Span | None) -> Diagnostic:
    """Report a name in `__all__` that its module does not have, where `import *` asks for it."""
    labels = () if listed is None else (Label(span=listed, text="`__all__` names it"),)
    return Diagnostic(
        code=codes.NO_MEMBER,
        message=f"`__all__` of `{target}` names `{name}`, which `{target}` does not have",
        primary=Label(span=span, text="importing the module ends here"),
        labels=labels,
        help=f"define or import `{name}` in `{target}`, or take it out of `__all__`",
    )


def half_imported(
    target: str, binding: Binding, span: Span, way: Sequence[tuple[str, Span | None]]
) -> Diagnostic:
    """Report a name that is taken from a module whose own import has not come to it yet.

    `way` are the modules that are being imported, `target` first, each with the place that began it.
    """
    names = [module for module, _ in way]
    places = tuple(
        Label(span=place, text=f"`{importer}` imports `{imported}`")
        for importer, (imported, place) in zip(names, way[1:], strict=False)
        if place is not None
    )
    circle = " imports ".join(f"`{name}`" for name in (*names, target))
    return Diagnostic(
        code=codes.IMPORT_CYCLE,
        message=f"`{target}` has no `{binding.name}` yet: the modules import each other",
        primary=Label(span=span, text="importing the module ends here"),
        labels=(*places, Label(span=binding.span, text=f"`{binding.name}` is bound only here")),
        notes=(circle,),
        help="move the import into the function that needs it, or what both need into a module of "
        "its own",
    )

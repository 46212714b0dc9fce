"""FC623 and FC624: what is said of a class or a type that Python or pydantic refuses."""

from collections.abc import Sequence

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.source import Span

_ENDS = "importing the module ends here"


def default_before(owner: str, name: str, span: Span, before: tuple[str, Span]) -> Diagnostic:
    """Report a field without a default after one that has one."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"field `{name}` of `{owner}` has no default, and follows one that has",
        primary=Label(span=span, text=_ENDS),
        labels=(Label(span=before[1], text=f"`{before[0]}` has a default"),),
        help=f"give `{name}` a default, move it up, or write `@dataclass(kw_only=True)`",
    )


def mutable_default(owner: str, name: str, span: Span, kind: str) -> Diagnostic:
    """Report a default that all instances would share."""
    factory = kind if kind in ("list", "dict", "set") else f"lambda: {kind}(...)"
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"field `{name}` of `{owner}` has a mutable default (`{kind}`)",
        primary=Label(span=span, text=_ENDS),
        help=f"write `field(default_factory={factory})`, so that each instance gets its own",
    )


def defined_twice(owner: str, name: str, span: Span, first: Span) -> Diagnostic:
    """Report a member of an enum that is there already."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"enum `{owner}` has a member `{name}` already",
        primary=Label(span=span, text=_ENDS),
        labels=(Label(span=first, text=f"`{name}` is defined here"),),
        help="rename one of them, or delete it",
    )


def same_value(owner: str, name: str, span: Span, first: str) -> Diagnostic:
    """Report a second name of a value in an enum that wants each once."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"enum `{owner}` is `@unique`, and `{name}` has the value of `{first}`",
        primary=Label(span=span, text=_ENDS),
        help=f"give `{name}` a value of its own",
    )


def extends_members(owner: str, base: str, span: Span) -> Diagnostic:
    """Report an enum that inherits from one with members."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"`{owner}` cannot extend the enum `{base}`, which has members",
        primary=Label(span=span, text=_ENDS),
        help="write all members into one enum, or make two that do not inherit",
    )


def without_annotation(owner: str, name: str, span: Span) -> Diagnostic:
    """Report an attribute of a model that has a value and no type."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"`{name}` of the model `{owner}` has no annotation",
        primary=Label(span=span, text=_ENDS),
        help=f"give it a type, as in `{name}: int = ...`; what is no field is a `ClassVar`",
    )


def no_schema(owner: str, name: str, span: Span, kind: str) -> Diagnostic:
    """Report a field of a model whose type pydantic cannot validate."""
    return Diagnostic(
        code=codes.CLASS_REFUSED,
        message=f"field `{name}` of `{owner}` has the type `{kind}`, which pydantic does not know",
        primary=Label(span=span, text=_ENDS),
        help=_OTHER_TYPES.get(kind)
        or f"make `{kind}` a dataclass or a model, or allow it:"
        " `model_config = ConfigDict(arbitrary_types_allowed=True)`",
    )


_OTHER_TYPES = {
    "any": "did you mean `Any` of `typing`?",
    "callable": "did you mean `Callable` of `collections.abc`?",
}


def wrong_arguments(shown: str, expected: str, span: Span) -> Diagnostic:
    """Report a generic type with more or fewer arguments than it takes."""
    return Diagnostic(
        code=codes.TYPE_REFUSED,
        message=f"`{shown}` takes {expected}",
        primary=Label(span=span, text=_ENDS),
        help=_FORMS.get(shown, f"correct what stands in the brackets of `{shown}`"),
    )


_FORMS = {
    "Optional": "write the types with `|`, as in `int | str | None`",
    "Callable": "write `Callable[[int], str]`: a list of parameters, then the result",
    "Annotated": "write the type alone, or add what it is annotated with",
}


def not_generic(shown: str, span: Span) -> Diagnostic:
    """Report brackets after something that takes none."""
    wanted = {"any": "`Any` of `typing`", "callable": "`Callable` of `collections.abc`"}
    meant = wanted.get(shown)
    return Diagnostic(
        code=codes.TYPE_REFUSED,
        message=f"`{shown}` is not generic: nothing may stand in brackets after it",
        primary=Label(span=span, text=_ENDS),
        help=(
            f"did you mean {meant}?" if meant else "remove the brackets, or inherit from `Generic`"
        ),
    )


def quoted_union(sides: Sequence[str], span: Span) -> Diagnostic:
    """Report a `|` between a text and a type."""
    whole = " | ".join(side.strip("\"'") for side in sides)
    return Diagnostic(
        code=codes.TYPE_REFUSED,
        message=f"`{sides[0]} | {sides[1]}` cannot be evaluated: a text is no type",
        primary=Label(span=span, text=_ENDS),
        help=f'quote the whole type: `"{whole}"`',
    )

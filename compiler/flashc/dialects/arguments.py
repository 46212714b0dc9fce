"""Arguments of a call, bound to the names that the callee takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, InternalError, Label
from flashc.ir.syntax import Call, Constant, DictDisplay, Expression, Keyword, Starred
from flashc.passes.suggest import suggestion
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a call passes, by name. `spans` cover the whole argument, `name=value`."""

    values: Mapping[str, Expression]
    spans: Mapping[str, Span]

    def value(self, name: str) -> Expression | None:
        """Give the expression passed as `name`, or None. A literal `None` counts as not passed."""
        found = self.values.get(name)
        is_none = isinstance(found, Constant) and found.value is None
        return None if is_none else found

    def require(self, name: str) -> Expression:
        """Give the expression passed as `name`; an InternalError if it was not checked before."""
        found = self.values.get(name)
        if found is None:
            message = f"argument {name!r} was not bound"
            raise InternalError(message)
        return found

    def span(self, name: str) -> Span | None:
        """Give the place of the value passed as `name`."""
        found = self.value(name)
        return None if found is None else found.span


def bind_arguments(
    call: Call, known: tuple[str, ...], *, what: str, positional: bool = True
) -> tuple[Arguments, tuple[Diagnostic, ...]]:
    """Bind the arguments of `call` to the `known` names of `what`; report those that do not fit."""
    values: dict[str, Expression] = {}
    spans: dict[str, Span] = {}
    problems: list[Diagnostic] = []
    for index, argument in enumerate(call.arguments):
        if isinstance(argument, Starred) or not positional or index >= len(known):
            problems.append(_unexpected(argument, what))
        else:
            values[known[index]], spans[known[index]] = argument, argument.span
    for keyword in _spread(call.keywords, problems, what):
        name = keyword.name or ""
        if name not in known:
            problems.append(_unknown(keyword, known, what))
            # Go on as if it were spelt right, so that what depends on it is not reported as missing.
            name = suggestion(name, known) or name
            if name in known and name not in values:
                values[name], spans[name] = keyword.value, keyword.span
        elif name in values:
            problems.append(_repeated(keyword, spans[name]))
        else:
            values[name], spans[name] = keyword.value, keyword.span
    return Arguments(values=values, spans=spans), tuple(problems)


def _spread(keywords: tuple[Keyword, ...], problems: list[Diagnostic], what: str) -> list[Keyword]:
    """Write out `**{...}`; what is spread from elsewhere cannot be seen here."""
    result: list[Keyword] = []
    for keyword in keywords:
        if keyword.name is not None:
            result.append(keyword)
        elif isinstance(keyword.value, DictDisplay):
            result.extend(_entries(keyword.value))
        else:
            problems.append(_unseen(keyword, what))
    return result


def _entries(display: DictDisplay) -> list[Keyword]:
    return [
        Keyword(
            name=item.key.value if isinstance(item.key.value, str) else "",
            value=item.value,
            name_span=item.key.span,
            span=item.value.span,
        )
        for item in display.items
        if isinstance(item.key, Constant)
    ]


def _unexpected(argument: Expression, what: str) -> Diagnostic:
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"`{what}` does not take this positional argument",
        primary=Label(span=argument.span),
        help="pass it by its name",
    )


def _unseen(keyword: Keyword, what: str) -> Diagnostic:
    return Diagnostic(
        code=codes.ARGUMENT_NOT_CONSTANT,
        message=f"the arguments of `{what}` cannot be seen behind `**`",
        primary=Label(span=keyword.span),
        help="write the arguments out",
    )


def _unknown(keyword: Keyword, known: tuple[str, ...], what: str) -> Diagnostic:
    name = keyword.name or ""
    near = suggestion(name, known)
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"`{what}` has no argument `{name}`",
        primary=Label(span=keyword.name_span),
        notes=() if near else (f"it takes: {', '.join(f'`{k}`' for k in known)}",),
        help=f"did you mean `{near}`?" if near else "remove it, or correct its name",
        fix=Fix(span=keyword.name_span, replacement=near) if near else None,
    )


def _repeated(keyword: Keyword, first: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"argument `{keyword.name}` is passed twice",
        primary=Label(span=keyword.span, text="again here"),
        labels=(Label(span=first, text="first here"),),
        help="remove one of the two",
    )

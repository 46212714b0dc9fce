"""F-strings of which every part is known."""

from collections.abc import Callable

from flashc.ir.expressions import Expression, FormattedString, Interpolation
from flashc.ir.facts import Fact, Known, Unknown
from flashc.passes.fold.operations import formatted


def fold_formatted(
    fold: Callable[[Expression], Fact],
    expression: FormattedString,
    is_plain: Callable[[Interpolation], bool],
) -> Fact:
    """Give the text; `is_plain` tells whether formatting a part gives nothing but its value."""
    texts: list[str] = []
    for part in expression.parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        fact = fold(part.value)
        if isinstance(fact, Unknown):
            return fact
        text = formatted(fact.value) if is_plain(part) else None
        if text is None:
            return Unknown(reason="is formatted when it runs", span=part.value.span)
        texts.append(text)
    return Known(value="".join(texts), span=expression.span)

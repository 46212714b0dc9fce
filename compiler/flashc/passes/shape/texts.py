"""What a piece of text stands for: numbers and booleans in `Literal[...]` of queries, paths and forms.

pydantic reads text as a number for `int`, and not for `Literal[3]`: there the text is made the number
first. Bodies in JSON have numbers of their own, and stay as strict as they are.
"""

from dataclasses import replace

from flashc.ir.code import CallCode, LibraryName, LiteralCode
from flashc.ir.types import (
    AnnotatedType,
    DistinctType,
    GenericType,
    LibraryType,
    LiteralType,
    Type,
    UnionType,
)


def read_from_text(kind: Type) -> Type:
    """Give `kind` so that text fills its literals, too, which are numbers or booleans."""
    match kind:
        case LiteralType():
            return _literal(kind, kind)
        case DistinctType(base=LiteralType() as base):
            return _literal(kind, base)
        case AnnotatedType(base=base):
            inner = read_from_text(base)
            if isinstance(inner, AnnotatedType):
                metadata = (*inner.metadata, *kind.metadata)
                return replace(kind, base=inner.base, metadata=metadata)
            return replace(kind, base=inner)
        case UnionType(members=members):
            # Any text is a `str`, which is what `Literal[1] | str` takes it for.
            if LibraryType(name="builtins.str") in members:
                return kind
            return UnionType(members=tuple(map(read_from_text, members)))
        case GenericType(arguments=arguments):
            return replace(kind, arguments=tuple(map(read_from_text, arguments)))
        case _:
            return kind


def _literal(kind: Type, literal: LiteralType) -> Type:
    texts = {value for value in literal.values if isinstance(value, str)}
    # Where `"1"` is listed as well as 1, a text is what it looks like.
    read = tuple(
        LiteralCode(value=value)
        for value in literal.values
        if isinstance(value, int) and str(value) not in texts
    )
    if not read:
        return kind
    function = LibraryName(name="flashc_runtime.from_text")
    return AnnotatedType(
        base=kind, metadata=(CallCode(function=function, arguments=read, keywords=()),)
    )

"""Members of enums in `Literal[...]`: what the function takes is the member, and a request has its value.

pydantic takes no value for a member of a plain enum in `Literal[...]`, as it does for the enum itself. So
the value is turned into the member first.
"""

from collections.abc import Sequence

from flashc.ir.bindings import Bindings, BoundValue, Defined
from flashc.ir.code import CallCode, LibraryName, ProjectName
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.ir.facts import Known
from flashc.ir.types import AnnotatedType, LiteralMember, LiteralType
from flashc.passes.fold import fold
from flashc.passes.names.ancestry import enum_bases
from flashc.passes.names.lookup import follow, look_up


def member_of(bindings: Bindings, module: str, item: Expression) -> LiteralMember | None:
    """Give the member of an enum of the project that an expression names, under whatever name."""
    if not isinstance(item, Name | Attribute):
        return None
    symbol = follow(bindings, look_up(bindings, module, item))
    bound = symbol.binding.bound if isinstance(symbol, Defined) else None
    if not isinstance(symbol, Defined) or not isinstance(bound, BoundValue):
        return None
    if not enum_bases(bindings, symbol):
        return None
    fact = fold(bindings, symbol.module, bound.value)
    value = fact.value if isinstance(fact, Known) else None
    return LiteralMember(
        module=symbol.module,
        name=symbol.name,
        value=value if isinstance(value, str | bytes | int | float) else None,
    )


def literal_of(members: Sequence[LiteralMember]) -> AnnotatedType:
    """Give the type of some members of one enum, which their values stand for in requests."""
    first = members[0]
    enum = ProjectName(module=first.module, name=first.name.rpartition(".")[0])
    function = LibraryName(name="flashc_runtime.from_value")
    return AnnotatedType(
        base=LiteralType(values=tuple(members)),
        metadata=(CallCode(function=function, arguments=(enum,), keywords=()),),
    )

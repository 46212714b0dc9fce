"""The folder: walks an expression, and the names in it to where they are bound."""

from collections.abc import Callable, Mapping
from typing import Any

from flashc.ir.bindings import (
    Bindings,
    BoundClass,
    BoundValue,
    Defined,
    External,
    ModuleSymbol,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Expression,
    FormattedString,
    Interpolation,
    Name,
    Opaque,
    Subscript,
    UnaryOperation,
)
from flashc.ir.facts import Construction, Fact, Known, Reference, Unknown, Value
from flashc.passes.fold.calls import call_builtin, call_pure, given_display, keyword_display
from flashc.passes.fold.containers import fold_dictionary, fold_display, fold_subscript
from flashc.passes.fold.environment import variable_of
from flashc.passes.fold.f_strings import fold_formatted
from flashc.passes.fold.members import is_enumeration, member_of
from flashc.passes.fold.operations import equal, fits, negate, operate
from flashc.passes.fold.truth import fold_joined, truth
from flashc.passes.fold.undecided import why_opaque
from flashc.passes.names.ancestry import VALUE_ENUMS, enum_bases
from flashc.passes.names.choices import is_choice
from flashc.passes.names.lookup import follow, look_up, resolve_candidate
from flashc.source import Span

# How deep expressions and the names between them may nest, before that is too much for the stack.
DEEPEST = 200
# A name takes more frames of the stack than an operator does.
NAME = 3


class Folder:
    """One question. What a name is worth is computed once, or a sum of sums would take for ever."""

    def __init__(self, bindings: Bindings, module: str, within: Defined | None) -> None:
        self._bindings = bindings
        self._module = module
        self._within = within
        self._left = DEEPEST
        self._known: dict[Span, Fact] = {}
        self._active: set[Span] = set()
        # What the expression reads from the environment, where the command line gives no value.
        self.variables: list[str] = []
        # And where it does.
        self.given: list[str] = []

    def fold(self, expression: Expression) -> Fact:
        """Give the value of an expression, where the folder stands at the moment."""
        folding = FOLDING.get(type(expression))
        if folding is None:
            return Unknown(reason=why_opaque(expression), span=expression.span)
        if self._left <= 0:
            return Unknown(reason="is nested too deeply", span=expression.span)
        self._left -= 1
        fact = folding(self, expression)
        self._left += 1
        if isinstance(fact, Known) and not fits(fact.value):
            return Unknown(reason="is too long for a constant", span=expression.span)
        return fact

    def _constant(self, expression: Constant) -> Fact:
        if isinstance(expression.value, complex) and not isinstance(expression.value, int | float):
            return Unknown(reason="is a complex number", span=expression.span)
        return Known(value=expression.value, span=expression.span)

    def _name(self, expression: Name | Attribute) -> Fact:
        if isinstance(expression, Attribute) and expression.name == "value":
            member = follow(self._bindings, self._symbol(expression.value))
            if isinstance(member, Defined) and enum_bases(self._bindings, member):
                return self._bound(member, expression.span)
        symbol = self._symbol(expression)
        if isinstance(symbol, Defined):
            return self._defined(symbol, expression.span)
        if isinstance(symbol, External):
            return Known(value=Reference(name=symbol.name), span=expression.span)
        if isinstance(symbol, ModuleSymbol):
            return Unknown(reason="is a module", span=expression.span)
        return self._unresolved(symbol, expression.span)

    def _symbol(self, expression: Expression) -> Symbol:
        return look_up(self._bindings, self._module, expression, self._within)

    def _defined(self, symbol: Defined, span: Span) -> Fact:
        bases = enum_bases(self._bindings, symbol) if symbol.within else frozenset()
        if bases and not bases & {*VALUE_ENUMS, "builtins.str", "builtins.int"}:
            return Unknown(reason="is a member of an enum; its value is its `.value`", span=span)
        return self._bound(symbol, span)

    def _bound(self, symbol: Defined, span: Span) -> Fact:
        """Fold what a name is bound to, in the module and class where that stands."""
        bound, place = symbol.binding.bound, symbol.binding.span
        if not isinstance(bound, BoundValue):
            what = "a class" if isinstance(bound, BoundClass) else "a function"
            return Unknown(reason=f"is {what} of the project", span=span)
        if place in self._active:
            return Unknown(reason="is defined in terms of itself", span=span)
        if place not in self._known:
            self._active.add(place)
            self._known[place] = self._elsewhere(symbol, bound.value)
            self._active.remove(place)
        fact = self._known[place]
        changes = self._bindings.changes.get((symbol.module, symbol.name), ())
        if changes and isinstance(fact, Known) and not isinstance(fact.value, _UNCHANGING):
            return Unknown(reason=f"is changed in place, in `{changes[0].path}`", span=span)
        return fact

    def _elsewhere(self, symbol: Defined, value: Expression) -> Fact:
        here = self._module, self._within
        self._module, self._within = symbol.module, symbol.within
        self._left -= NAME
        fact = self.fold(value)
        self._left += NAME
        self._module, self._within = here
        return fact

    def _unresolved(self, symbol: Unresolved, span: Span) -> Fact:
        """Fold all candidates: where a condition chooses between equal values, it is known."""
        if is_choice(symbol):
            facts = [self._candidate(candidate, span) for candidate in symbol.candidates]
            values = [fact.value for fact in facts if isinstance(fact, Known)]
            if len(values) == len(facts) and equal(values):
                return Known(value=values[0], span=span)
        return Unknown(reason=symbol.reason, span=span, broken=symbol.broken)

    def _candidate(self, candidate: Defined, span: Span) -> Fact:
        symbol = resolve_candidate(self._bindings, candidate)
        if isinstance(symbol, Defined):
            return self._defined(symbol, span)
        if isinstance(symbol, External):
            return Known(value=Reference(name=symbol.name), span=span)
        return Unknown(reason="is a module", span=span)

    def _call(self, expression: Call) -> Fact:
        symbol = follow(self._bindings, self._symbol(expression.function))
        if isinstance(symbol, External) and not symbol.name.startswith("builtins."):
            return self._construction(symbol.name, expression)
        value = self._computed(expression, symbol)
        if value is not None:
            return Known(value=value, span=expression.span)
        if isinstance(symbol, Unresolved) and symbol.broken:
            return Unknown(reason=symbol.reason, span=expression.span, broken=True)
        return Unknown(reason="is the result of a call", span=expression.span)

    def _computed(self, expression: Call, symbol: Symbol) -> Value:
        """Fold a call that only rearranges what is known; None for every other."""
        callee = expression.function
        is_method = isinstance(callee, Attribute) and isinstance(symbol, Unresolved)
        if not is_method and not isinstance(symbol, External):
            return None
        arguments = fold_display(self.fold, given_display(expression))
        keywords = fold_dictionary(self.fold, keyword_display(expression))
        if not isinstance(arguments, Known) or not isinstance(keywords, Known):
            return None
        given = list(arguments.value) if isinstance(arguments.value, tuple) else []
        named = dict(keywords.value) if isinstance(keywords.value, Mapping) else {}
        if isinstance(symbol, External):
            return call_builtin(symbol.name, given, named)
        owner = self.fold(callee.value) if isinstance(callee, Attribute) else None
        if not isinstance(owner, Known) or not isinstance(callee, Attribute) or named:
            return None
        return call_pure(owner.value, callee.name, given)

    def _construction(self, name: str, expression: Call) -> Fact:
        keywords: list[tuple[str, Fact]] = []
        for keyword in expression.keywords:
            fact = self.fold(keyword.value)
            if keyword.name is not None:
                keywords.append((keyword.name, fact))
            elif isinstance(fact, Known) and isinstance(fact.value, Mapping):
                spread = fact.value.items()
                keywords += [(key, Known(value=value, span=fact.span)) for key, value in spread]
            else:
                keywords.append(("**", fact))
        arguments = tuple(self.fold(argument) for argument in expression.arguments)
        given = self._given(variable_of(name, arguments), expression.span)
        if given is not None:
            return given
        if is_enumeration(name) and len(arguments) == 1 and not keywords:
            return member_of(name, arguments[0], expression.span)
        value = Construction(name=name, arguments=arguments, keywords=tuple(keywords))
        return Known(value=value, span=expression.span)

    def _formatted(self, expression: FormattedString) -> Fact:
        return fold_formatted(self.fold, expression, self._is_plain)

    def _is_plain(self, part: Interpolation) -> bool:
        """Whether formatting gives the value: a member of an enum may give its own name instead."""
        symbol = follow(self._bindings, self._symbol(part.value))
        bases = enum_bases(self._bindings, symbol) if isinstance(symbol, Defined) else frozenset()
        return part.plain and (not bases or not bases.isdisjoint(VALUE_ENUMS))

    def _binary(self, expression: BinaryOperation) -> Fact:
        chain: list[BinaryOperation] = []
        first: Expression = expression
        while isinstance(first, BinaryOperation):
            chain.append(first)
            first = first.left
        fact = self.fold(first)
        for one in reversed(chain):
            if isinstance(fact, Unknown):
                return fact
            right = self.fold(one.right)
            if isinstance(right, Unknown):
                return right
            value = operate(one.operator, fact.value, right.value)
            if value is None or not fits(value):
                return Unknown(reason=f"is computed with `{one.operator}`", span=one.span)
            fact = Known(value=value, span=one.span)
        return fact

    def _unary(self, expression: UnaryOperation) -> Fact:
        fact = self.fold(expression.operand)
        if isinstance(fact, Unknown):
            return fact
        value = negate(expression.operator, fact.value)
        if value is None:
            reason = f"is computed with `{expression.operator}`"
            return Unknown(reason=reason, span=expression.span)
        return Known(value=value, span=expression.span)

    def _conditional(self, expression: Conditional) -> Fact:
        test = self.fold(expression.test)
        holds = truth(test.value) if isinstance(test, Known) else None
        if holds is not None:
            return self.fold(expression.then if holds else expression.otherwise)
        then, otherwise = self.fold(expression.then), self.fold(expression.otherwise)
        if isinstance(then, Unknown):
            return then
        if isinstance(otherwise, Unknown):
            return otherwise
        if equal([then.value, otherwise.value]):
            return then
        return Unknown(reason="depends on a condition", span=expression.span)

    def _subscript(self, expression: Subscript) -> Fact:
        fact = fold_subscript(self.fold, expression)
        if isinstance(fact, Known) and isinstance(fact.value, Construction):
            return self._given(_read_by(fact.value), expression.span) or fact
        return fact

    def _given(self, variable: str | None, span: Span) -> Fact | None:
        """Give what the command line gives to a variable that is read; note where it gives nothing."""
        if variable is None or variable not in self._bindings.defines:
            self.variables += () if variable is None else (variable,)
            return None
        self.given.append(variable)
        return Known(value=self._bindings.defines[variable], span=span)

    def _opaque(self, expression: Opaque) -> Fact:
        source = self._bindings.modules[self._module].source
        fact = fold_joined(self.fold, expression, source)
        return fact or Unknown(reason=why_opaque(expression), span=expression.span)


def _read_by(value: Construction) -> str | None:
    return variable_of(value.name, value.arguments)


# What nothing can change in place.
_UNCHANGING = (str, bytes, int, float, type(None), Reference)

Folding = Callable[[Folder, Any], Fact]
FOLDING: Mapping[type[Expression], Folding] = {
    Constant: Folder._constant,
    Name: Folder._name,
    Attribute: Folder._name,
    Call: Folder._call,
    Display: lambda folder, expression: fold_display(folder.fold, expression),
    DictDisplay: lambda folder, expression: fold_dictionary(folder.fold, expression),
    FormattedString: Folder._formatted,
    BinaryOperation: Folder._binary,
    UnaryOperation: Folder._unary,
    Conditional: Folder._conditional,
    Subscript: Folder._subscript,
    Opaque: Folder._opaque,
}

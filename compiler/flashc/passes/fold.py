"""Fold: what an expression is worth, from literals and constants alone. Nothing is executed."""

from collections.abc import Mapping

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
from flashc.ir.facts import Construction, Fact, Known, Reference, Unknown, Value
from flashc.ir.syntax import (
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
    Starred,
    Subscript,
    UnaryOperation,
)
from flashc.passes.lookup import follow, look_up
from flashc.source import Span

# How many names may lead to one another before the trail counts as a circle.
DEEPEST = 50
# Methods of `str` that give the same on every Python and cost nothing.
PURE_METHODS = frozenset(
    {"lower", "upper", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix"}
)


def fold(bindings: Bindings, module: str, expression: Expression, depth: int = DEEPEST) -> Fact:
    """Give the value of `expression` as module `module` sees it, or why it is unknown."""
    if depth == 0:
        return Unknown(reason="is defined in terms of itself", span=expression.span)
    return _Folder(bindings, module, depth).fold(expression)


class _Folder:
    def __init__(self, bindings: Bindings, module: str, depth: int) -> None:
        self._bindings = bindings
        self._module = module
        self._depth = depth

    def fold(self, expression: Expression) -> Fact:
        match expression:
            case Constant():
                return self._constant(expression)
            case Name() | Attribute():
                return self._name(expression)
            case Call():
                return self._call(expression)
            case Display():
                return self._display(expression)
            case DictDisplay():
                return self._dictionary(expression)
            case FormattedString():
                return self._formatted(expression)
            case BinaryOperation():
                return self._binary(expression)
            case UnaryOperation():
                return self._unary(expression)
            case Conditional():
                return self._conditional(expression)
            case Subscript():
                return self._subscript(expression)
            case _:
                return Unknown(reason=_why_opaque(expression), span=expression.span)

    def _constant(self, expression: Constant) -> Fact:
        if isinstance(expression.value, complex) and not isinstance(expression.value, int | float):
            return Unknown(reason="is a complex number", span=expression.span)
        return Known(value=expression.value, span=expression.span)

    def _name(self, expression: Name | Attribute) -> Fact:
        symbol = follow(self._bindings, look_up(self._bindings, self._module, expression))
        return self._symbol(symbol, expression.span)

    def _symbol(self, symbol: Symbol, span: Span) -> Fact:
        match symbol:
            case External():
                return Known(value=Reference(name=symbol.name), span=span)
            case ModuleSymbol():
                return Unknown(reason="is a module", span=span)
            case Unresolved():
                return self._unresolved(symbol, span)
            case Defined():
                return self._defined(symbol, span)

    def _defined(self, symbol: Defined, span: Span) -> Fact:
        bound = symbol.binding.bound
        if isinstance(bound, BoundValue):
            fact = fold(self._bindings, symbol.module, bound.value, self._depth - 1)
            if isinstance(fact, Unknown):
                return Unknown(reason=fact.reason, span=fact.span, broken=fact.broken)
            return fact
        what = "a class" if isinstance(bound, BoundClass) else "a function"
        return Unknown(reason=f"is {what} of the project", span=span)

    def _unresolved(self, symbol: Unresolved, span: Span) -> Fact:
        """Fold all candidates: where a condition chooses between equal values, it is known."""
        facts = [self._defined(candidate, span) for candidate in symbol.candidates]
        in_loop = any(
            step.kind.value == "loop" for c in symbol.candidates for step in c.binding.branch
        )
        values = [fact.value for fact in facts if isinstance(fact, Known)]
        every_arm = len(symbol.candidates) > 1 and all(c.binding.branch for c in symbol.candidates)
        if every_arm and not in_loop and len(values) == len(facts) and _all_equal(values):
            return Known(value=values[0], span=span)
        return Unknown(reason=symbol.reason, span=span, broken=symbol.broken)

    def _call(self, expression: Call) -> Fact:
        method = self._pure_method(expression)
        if method is not None:
            return method
        callee = expression.function
        symbol = follow(self._bindings, look_up(self._bindings, self._module, callee))
        if isinstance(symbol, External) and not symbol.name.startswith("builtins."):
            return self._construction(symbol.name, expression)
        if isinstance(symbol, Unresolved) and symbol.broken:
            return Unknown(reason=symbol.reason, span=expression.span, broken=True)
        return Unknown(reason="is the result of a call", span=expression.span)

    def _pure_method(self, expression: Call) -> Fact | None:
        callee = expression.function
        if not isinstance(callee, Attribute) or callee.name not in PURE_METHODS:
            return None
        owner = self.fold(callee.value)
        arguments = [self.fold(argument) for argument in expression.arguments]
        values = [fact.value for fact in arguments if isinstance(fact, Known)]
        if not isinstance(owner, Known) or not isinstance(owner.value, str) or expression.keywords:
            return None
        if len(values) != len(arguments) or not all(isinstance(v, str) for v in values):
            return None
        try:
            result = getattr(owner.value, callee.name)(*values)
        except TypeError:
            return Unknown(reason="is a call with the wrong arguments", span=expression.span)
        return Known(value=result, span=expression.span)

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
        value = Construction(name=name, arguments=arguments, keywords=tuple(keywords))
        return Known(value=value, span=expression.span)

    def _display(self, expression: Display) -> Fact:
        values: list[Value] = []
        for item in expression.items:
            inner = item.value if isinstance(item, Starred) else item
            fact = self.fold(inner)
            if isinstance(fact, Unknown):
                return fact
            if not isinstance(item, Starred):
                values.append(fact.value)
            elif isinstance(fact.value, tuple):
                values.extend(fact.value)
            else:
                return Unknown(reason="does not unpack to a known sequence", span=item.span)
        return Known(value=tuple(values), span=expression.span)

    def _dictionary(self, expression: DictDisplay) -> Fact:
        result: dict[str, Value] = {}
        for item in expression.items:
            value = self.fold(item.value)
            if isinstance(value, Unknown):
                return value
            if item.key is None:
                if not isinstance(value.value, Mapping):
                    return Unknown(reason="does not unpack to a known dictionary", span=value.span)
                result.update(value.value)
                continue
            key = self.fold(item.key)
            if isinstance(key, Unknown):
                return key
            if not isinstance(key.value, str):
                return Unknown(reason="is a key that is not text", span=item.key.span)
            result[key.value] = value.value
        return Known(value=result, span=expression.span)

    def _formatted(self, expression: FormattedString) -> Fact:
        text = ""
        for part in expression.parts:
            if isinstance(part, Interpolation):
                fact = self.fold(part.value)
                if isinstance(fact, Unknown):
                    return fact
                if not part.plain or not isinstance(fact.value, str | int):
                    return Unknown(reason="is formatted when it runs", span=part.value.span)
                text += str(fact.value)
            else:
                text += part
        return Known(value=text, span=expression.span)

    def _binary(self, expression: BinaryOperation) -> Fact:
        left, right = self.fold(expression.left), self.fold(expression.right)
        if isinstance(left, Unknown):
            return left
        if isinstance(right, Unknown):
            return right
        value = _add(left.value, right.value) if expression.operator == "+" else None
        if expression.operator == "|" and isinstance(left.value, Mapping):
            value = {**left.value, **right.value} if isinstance(right.value, Mapping) else None
        if value is None:
            value = _arithmetic(expression.operator, left.value, right.value)
        if value is None:
            return Unknown(reason=f"is computed with `{expression.operator}`", span=expression.span)
        return Known(value=value, span=expression.span)

    def _unary(self, expression: UnaryOperation) -> Fact:
        fact = self.fold(expression.operand)
        if isinstance(fact, Unknown):
            return fact
        is_number = isinstance(fact.value, int | float) and not isinstance(fact.value, bool)
        if is_number and expression.operator == "-":
            return Known(value=-fact.value, span=expression.span)  # type: ignore[operator]
        if is_number and expression.operator == "+":
            return Known(value=fact.value, span=expression.span)
        if isinstance(fact.value, bool) and expression.operator == "not":
            return Known(value=not fact.value, span=expression.span)
        return Unknown(reason=f"is computed with `{expression.operator}`", span=expression.span)

    def _conditional(self, expression: Conditional) -> Fact:
        then, otherwise = self.fold(expression.then), self.fold(expression.otherwise)
        if isinstance(then, Unknown):
            return then
        if isinstance(otherwise, Unknown):
            return otherwise
        if _all_equal([then.value, otherwise.value]):
            return then
        return Unknown(reason="depends on a condition", span=expression.span)

    def _subscript(self, expression: Subscript) -> Fact:
        owner, index = self.fold(expression.value), self.fold(expression.index)
        if isinstance(owner, Unknown):
            return owner
        if isinstance(index, Unknown):
            return index
        if owner.value == Reference(name="os.environ"):
            variable = Construction(name="os.environ.get", arguments=(index,), keywords=())
            return Known(value=variable, span=expression.span)
        if isinstance(owner.value, Mapping) and index.value in owner.value:
            return Known(value=owner.value[str(index.value)], span=expression.span)
        if isinstance(owner.value, tuple) and isinstance(index.value, int):
            if -len(owner.value) <= index.value < len(owner.value):
                return Known(value=owner.value[index.value], span=expression.span)
        return Unknown(reason="is looked up when it runs", span=expression.span)


def _all_equal(values: list[Value]) -> bool:
    return all(type(v) is type(values[0]) and v == values[0] for v in values)


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    return None


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    """Compute with whole numbers, as in `60 * 1000`; other arithmetic is left to run time."""
    if type(left) is not int or type(right) is not int:
        return None
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" and max(abs(left), abs(right)) < 2**64 else None


def _why_opaque(expression: Expression) -> str:
    if isinstance(expression, Opaque):
        return f"is a {expression.kind.replace('_', ' ')}, which only running it could tell"
    return "is not a constant"

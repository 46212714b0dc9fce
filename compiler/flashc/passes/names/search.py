"""Search: one question about names, with all that it leads to.

A trail may be as long as the project is: questions are generators that yield the questions which they
depend on, and one loop asks them, so that no trail is a depth of calls. A trail that comes back to where
it is has no end; that is found out, and never taken for a long one.
"""

from collections.abc import Generator, Mapping

from flashc.ir.bindings import (
    Binding,
    Bindings,
    BoundClass,
    BoundFunction,
    BoundImport,
    BoundModule,
    BoundOtherwise,
    Defined,
    External,
    ModuleSymbol,
    Namespace,
    Star,
    Symbol,
    Unresolved,
)
from flashc.ir.expressions import Attribute, Expression, Name
from flashc.passes.names.builtin_names import BUILTINS
from flashc.passes.names.certain import certain_one, why_uncertain
from flashc.passes.names.class_bodies import bound_by_name
from flashc.passes.names.class_lines import Step, climbed, step_of
from flashc.passes.names.remembered import Remembered
from flashc.passes.names.second_names import or_builtin, renamed
from flashc.source import Span

# What a question is while it is answered: it yields others, and is sent their answers.
Question = Generator["Question", Symbol, Symbol]
# A name of a module, or of a class by the place of its binding.
_Place = tuple[str | Span, str]

# Answers that are the same whoever asks; and those that a circle cut short, which are the answers of
# whoever asks first: somebody who asks from within the circle may get another one.
ANSWERS: Remembered[_Place, Symbol] = Remembered()
_FIRST_ANSWERS: Remembered[_Place, Symbol] = Remembered()


class Search:
    """One question with all that it leads to."""

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._answers = ANSWERS.of(bindings)
        self._first_answers = _FIRST_ANSWERS.of(bindings)
        # Modules may bring in one another's names with `import *`; asking each once is enough.
        self._starred: set[tuple[str, str]] = set()
        # What is being asked, with how many of those were asked before it, and which renamings are
        # being followed: to meet one again, and nothing new on the way, is a circle.
        self._asking: dict[_Place, int] = {}
        self._following: set[Span] = set()
        self._cuts = 0

    def ask(self, question: Question) -> Symbol:
        """Answer a question, and before it those that it yields."""
        waiting = [question]
        answer: Symbol | None = None
        while True:
            try:
                asked = next(waiting[-1]) if answer is None else waiting[-1].send(answer)
            except StopIteration as ended:
                found: Symbol = ended.value
                waiting.pop()
                if not waiting:
                    return found
                answer = found
            else:
                waiting.append(asked)
                answer = None

    def look_up(self, module: str, expression: Expression, within: Defined | None) -> Question:
        """Look a name or dotted name up; `within` is the class in whose body it stands."""
        if isinstance(expression, Name):
            own = () if within is None else self._own(within).get(expression.id, ())
            if own and within is not None:
                return (yield from self._own_member(within, expression.id, own))
            return (yield from self._local(module, expression.id))
        if not isinstance(expression, Attribute):
            return Unresolved(reason="is not a name")
        owner = yield self.look_up(module, expression.value, within)
        if renamed(owner) is not None:
            owner = yield self.follow(owner)
        return (yield from self._member(owner, expression.name))

    def follow(self, symbol: Symbol) -> Question:
        """Follow plain renamings to what they rename."""
        trail: list[Span] = []
        while isinstance(symbol, Defined) and (value := renamed(symbol)) is not None:
            if symbol.binding.span in self._following:
                self._cuts += 1
                symbol = _CIRCLE
                break
            trail.append(symbol.binding.span)
            self._following.add(symbol.binding.span)
            symbol = yield self.look_up(symbol.module, value, symbol.within)
        self._following.difference_update(trail)
        return symbol

    def _local(self, module: str, name: str) -> Question:
        return or_builtin((yield from self.name(module, name)), name)

    def name(self, module: str, name: str) -> Question:
        """Look a name up as an import of it from `module` does."""
        if module in self._bindings.broken:
            return Unresolved(reason="stands in a module with a syntax error", broken=True)
        place = (module, name)
        known = self._answers.get(place)
        return known or (yield from self._once(place, self._named(module, name)))

    def _once(self, place: _Place, question: Question) -> Question:
        """Answer a question that has no answer yet, unless it is being asked already."""
        earlier, now = self._asking.get(place), len(self._starred)
        if earlier == now:
            self._cuts += 1
            return _CIRCLE
        is_first = not self._asking and not self._following
        if is_first and place in self._first_answers:
            return self._first_answers[place]
        self._asking[place] = now
        before = self._cuts
        answer = yield question
        del self._asking[place]
        if earlier is not None:
            self._asking[place] = earlier
        if self._cuts == before:
            self._answers[place] = answer
        elif is_first:
            self._first_answers[place] = answer
            self._remember_lacking(place, answer)
        if not self._asking:
            self._starred.clear()
        return answer

    def _remember_lacking(self, place: _Place, answer: Symbol) -> None:
        """Remember what a circle of `import *` lacks: whoever asks in it, all of it is gone through."""
        if isinstance(place[0], str) and isinstance(answer, Unresolved) and answer.missing:
            self._answers |= {(module, name): _undefined(module) for module, name in self._starred}

    def _named(self, module: str, name: str) -> Question:
        namespace = self._bindings.namespaces.get(module)
        found = namespace.names.get(name, ()) if namespace else ()
        if namespace and namespace.stars:
            # The names of a module win over those of an `import *` only where they come later.
            last = found[-1].span.start if found else -1
            for star in reversed(namespace.stars):
                if star.span.start > last or not found:
                    place = (star.module, name)
                    if place in self._starred and place not in self._answers:
                        # In a circle of many modules nearly all that is met was met before.
                        self._cuts += 1
                        continue
                    symbol = yield from self._from_star(namespace, star, name)
                    if not isinstance(symbol, Unresolved) or not symbol.missing:
                        return symbol if not found else _bound_by_both(star)
        if found:
            return (yield from self._chosen(module, found))
        if self._bindings.has_module(f"{module}.{name}"):
            return ModuleSymbol(module=f"{module}.{name}")
        return _undefined(module)

    def _from_star(self, namespace: Namespace, star: Star, name: str) -> Question:
        if not self._bindings.has_module(star.module):
            # A library's `import *` could bring anything that starts like a public name; dialects
            # decide by the full name. What the module binds itself is taken to be its own.
            hidden = name.startswith("_") or name in BUILTINS or name in namespace.names
            return _MISSING if hidden else External(name=f"{star.module}.{name}")
        source = self._bindings.namespaces.get(star.module)
        exports = source.exports if source else None
        is_offered = name in exports if exports is not None else not name.startswith("_")
        if not is_offered:
            return _MISSING
        self._starred.add((star.module, name))
        known = self._answers.get((star.module, name))
        return known or (yield self.name(star.module, name))

    def _chosen(self, module: str, found: tuple[Binding, ...]) -> Question:
        certain = certain_one(found)
        if certain is not None:
            return (yield from self.target(module, certain, None))
        candidates = tuple(Defined(module=module, name=b.name, binding=b) for b in found)
        return Unresolved(reason=why_uncertain(found, f"module `{module}`"), candidates=candidates)

    def target(self, module: str, binding: Binding, within: Defined | None) -> Question:
        """Give what one binding stands for; only imports lead further."""
        match binding.bound:
            case BoundModule(module=target):
                is_ours = self._bindings.has_module(target)
                return ModuleSymbol(module=target) if is_ours else External(name=target)
            case BoundImport(module=source, name=name):
                return (yield from self._imported(module, source, name))
            case BoundOtherwise(how=how):
                return Unresolved(reason=f"is {how}")
            case _:
                prefix = "" if within is None else f"{within.name}."
                qualified = f"{prefix}{binding.name}"
                return Defined(module=module, name=qualified, binding=binding, within=within)

    def _imported(self, module: str, source: str, name: str) -> Question:
        if not self._bindings.has_module(source):
            return External(name=f"{source}.{name}")
        if source == module and self._bindings.has_module(f"{source}.{name}"):
            # `from . import part` in a package's own `__init__`.
            return ModuleSymbol(module=f"{source}.{name}")
        symbol = yield self.name(source, name)
        # The name is bound here, to something that is not there: Python's own does not step in.
        if isinstance(symbol, Unresolved) and symbol.missing:
            return Unresolved(reason=symbol.reason)
        return symbol

    def _member(self, owner: Symbol, name: str) -> Question:
        match owner:
            case External():
                return External(name=f"{owner.name}.{name}")
            case ModuleSymbol():
                return (yield from self.name(owner.module, name))
            case Defined(binding=Binding(bound=BoundClass())):
                place = (owner.binding.span, name)
                known = self._answers.get(place)
                return known or (yield from self._once(place, self._inherited(owner, name)))
            case Defined(binding=Binding(bound=BoundFunction())):
                return Unresolved(reason=f"is an attribute of the function `{owner.name}`")
            case Defined():
                return Unresolved(reason=f"is an attribute of the object `{owner.name}`")
            case Unresolved():
                return owner

    def _inherited(self, owner: Defined, name: str) -> Question:
        """Look a class attribute up in the class, then in its bases from left to right."""
        seen: set[Step] = set()
        first = step_of(self._bindings, owner)
        waiting: list[Step | tuple[Step, Expression]] = [] if first is None else [first]
        while waiting:
            current = waiting.pop()
            if not isinstance(current, Step):
                base = yield from self._base(*current)
                if base is None:
                    continue
                current = base
            last = climbed(current, name, seen)
            if last is None:
                continue
            own = last.names.get(name, ())
            if own:
                return (yield from self._own_member(last.owner, name, own))
            waiting += [(last, base) for base in reversed(last.bases)]
        return Unresolved(reason=f"is not defined in class `{owner.name}`", missing=True)

    def _base(self, below: Step, base: Expression) -> Generator[Question, Symbol, Step | None]:
        """Find the class that a base leads to; an only base is kept, for the next who comes by."""
        before = self._cuts
        symbol = yield self.look_up(below.owner.module, base, below.owner.within)
        if renamed(symbol) is not None:
            symbol = yield self.follow(symbol)
        found = step_of(self._bindings, symbol) if isinstance(symbol, Defined) else None
        if len(below.bases) == 1 and self._cuts == before:
            below.above = found
        return found

    def _own(self, owner: Defined) -> Mapping[str, tuple[Binding, ...]]:
        bound = owner.binding.bound
        if not isinstance(bound, BoundClass):
            return {}
        return bound_by_name(self._bindings, owner.module, bound.definition)

    def _own_member(self, owner: Defined, name: str, found: tuple[Binding, ...]) -> Question:
        certain = certain_one(found)
        if certain is not None:
            return (yield from self.target(owner.module, certain, owner))
        candidates = tuple(
            Defined(module=owner.module, name=f"{owner.name}.{name}", binding=b, within=owner)
            for b in found
        )
        where = f"class `{owner.name}`"
        return Unresolved(reason=why_uncertain(found, where), candidates=candidates)


def _bound_by_both(star: Star) -> Unresolved:
    return Unresolved(reason=f"is bound here, and again by `import *` from `{star.module}`")


def _undefined(module: str) -> Unresolved:
    return Unresolved(reason=f"is not defined in module `{module}`", missing=True)


_CIRCLE = Unresolved(reason="is defined in terms of itself")
_MISSING = Unresolved(reason="is not brought in", missing=True)

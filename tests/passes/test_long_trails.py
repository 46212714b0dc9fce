"""Trails of names, and lines of classes, as long as anybody likes: they end, and cost what they are."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashc.ir.bindings import Defined, External, Unresolved
from flashc.ir.types import ClassKind
from flashc.passes.names.ancestry import ancestors
from flashc.passes.names.bases import class_in
from flashc.passes.names.linearize import class_order
from flashc.passes.names.lookup import look_up, look_up_name
from flashc.passes.types.class_kinds import kind_of
from inventing import invented
from passes.front import bound, expression, leads_to
from work import calls_of


def stars(length: int, last: str) -> dict[str, str]:
    """Give modules of which each takes all names of the next; the last one is `last`."""
    texts = {f"p.m{i}": f"from .m{i + 1} import *\nV{i} = {i}\n" for i in range(length)}
    return {**texts, f"p.m{length}": last, "m": "from p.m0 import *\n"}


def web(size: int) -> dict[str, str]:
    """Give modules of which each takes all names of all others."""
    return {
        f"m{i}": "".join(f"from m{k} import *\n" for k in range(size) if k != i) + f"V{i} = {i}\n"
        for i in range(size)
    }


@pytest.mark.parametrize("length", [10, 200, 1500])
@pytest.mark.parametrize("last", ["T = [1]\n", "from .m0 import *\nT = [1]\n"])
def test_a_name_is_found_at_the_end_of_a_row_of_star_imports(length: int, last: str) -> None:
    found = leads_to(stars(length, last), "T")
    assert isinstance(found, Defined)
    assert (found.module, found.name) == (f"p.m{length}", "T")


@pytest.mark.parametrize("last", ["", "from .m0 import *\n"])
def test_what_no_module_of_a_row_of_star_imports_has_is_missing(last: str) -> None:
    found = leads_to(stars(200, last), "T")
    assert found == Unresolved(reason="is not defined in module `m`", missing=True)
    assert leads_to(stars(200, last), "int") == External(name="builtins.int")


def test_every_module_of_a_web_of_star_imports_has_every_name() -> None:
    bindings = bound(web(40))
    for module in ("m0", "m7", "m39"):
        names = {f"V{i}": look_up_name(bindings, module, f"V{i}") for i in range(40)}
        assert {n for n, s in names.items() if isinstance(s, Defined) and s.name == n} == {*names}
        assert isinstance(look_up_name(bindings, module, "V40"), Unresolved)


@pytest.mark.parametrize("length", [10, 200, 1500])
def test_a_name_is_found_however_often_it_is_handed_on(length: int) -> None:
    texts = {f"m{i}": f"from m{i + 1} import X\nY{i} = X\n" for i in range(length)}
    found = leads_to({**texts, f"m{length}": "X = 1\n", "m": "from m0 import X\n"}, "X")
    assert isinstance(found, Defined)
    assert found.module == f"m{length}"


@pytest.mark.parametrize("length", [10, 200, 1500])
def test_a_name_is_found_however_often_it_is_renamed(length: int) -> None:
    text = "".join(f"x{i} = x{i + 1}\n" for i in range(length)) + f"x{length} = print\n"
    assert leads_to(text, "x0") == External(name="builtins.print")
    texts = {f"m{i}": f"import m{i + 1}\nx = m{i + 1}.x\n" for i in range(length)}
    found = leads_to({**texts, f"m{length}": "x = print\n", "m": "import m0\n"}, "m0.x")
    assert found == External(name="builtins.print")


@pytest.mark.parametrize("length", [2, 300])
def test_a_circle_of_names_is_told_from_a_long_row_of_them(length: int) -> None:
    text = "".join(f"x{i} = x{(i + 1) % length}\n" for i in range(length))
    assert leads_to(text, "x0") == Unresolved(reason="is defined in terms of itself")
    texts = {f"m{i}": f"from m{(i + 1) % length} import X\n" for i in range(length)}
    found = leads_to({**texts, "m": "from m0 import X\n"}, "X")
    assert found == Unresolved(reason="is defined in terms of itself")


def test_answers_in_a_circle_do_not_depend_on_what_was_asked_before() -> None:
    texts = {
        "a": "from b import *\nfrom c import *\nX = 1\n",
        "b": "from a import *\nfrom c import Y as X\n",
        "c": "from a import *\nfrom b import *\nY = X\n",
    }
    places = [(module, name) for module in texts for name in ("X", "Y", "Z")]

    def answers(order: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
        bindings = bound(texts)
        return {place: repr(look_up_name(bindings, *place)) for place in order}

    assert answers(places) == answers(places[::-1]) == answers(places[4:] + places[:4])


NAMES = ("X", "Y", "_Z")
# One module: which others it takes all names of, in which order, and what it binds before and after.
MODULE = st.tuples(
    st.lists(st.sampled_from("abcde"), max_size=4),
    st.lists(st.sampled_from(NAMES), max_size=1),
    st.lists(st.sampled_from(NAMES), max_size=1),
)


@invented(200)
@given(st.fixed_dictionaries(dict.fromkeys("abcde", MODULE)), st.randoms(use_true_random=False))
def test_what_is_remembered_of_star_imports_is_what_a_first_question_finds(
    drawn: dict[str, tuple[list[str], list[str], list[str]]], order: random.Random
) -> None:
    texts = {
        module: "".join(f"{name} = '{module}'\n" for name in before)
        + "".join(f"from {other} import *\n" for other in stars if other != module)
        + "".join(f"{name} = '{module}'\n" for name in after)
        for module, (stars, before, after) in drawn.items()
    }
    places = [(module, name) for module in texts for name in (*NAMES, "int")]
    first = {place: repr(look_up_name(bound(texts), *place)) for place in places}
    bindings = bound(texts)
    order.shuffle(places)
    assert {place: repr(look_up_name(bindings, *place)) for place in places} == first


def line(length: int, first: str = "A0: x = 1") -> str:
    """Give classes of which each extends the one before."""
    return f"class {first}\n" + "".join(
        f"class A{i}(A{i - 1}):\n    x{i} = {i}\n" for i in range(1, length)
    )


def test_attributes_are_found_at_the_top_of_a_long_line_of_classes() -> None:
    found = leads_to(line(1500), "A1499.x")
    assert isinstance(found, Defined)
    assert found.name == "A0.x"
    missing = leads_to(line(1500), "A1499.y")
    assert isinstance(missing, Unresolved)
    assert missing.missing


def classes_of(length: int) -> int:
    """Count the work of asking all about each class of a line."""
    bindings = bound("from pydantic import BaseModel\n" + line(length, "A0(BaseModel): pass"))
    symbols = [look_up(bindings, "m", expression(f"A{i}")) for i in range(length)]

    def ask() -> None:
        for number, symbol in enumerate(symbols):
            assert isinstance(symbol, Defined)
            definition = class_in(symbol)
            assert definition is not None
            order = class_order(bindings, symbol).classes
            assert len(order) == number + 2
            assert order[0] == symbol
            assert order[-1] == External(name="pydantic.BaseModel")
            assert ancestors(bindings, "m", definition) == ("pydantic.BaseModel",)
            assert kind_of(bindings, "m", definition) is ClassKind.MODEL

    return calls_of(ask)


def test_four_times_as_long_a_line_of_classes_is_about_four_times_the_work() -> None:
    assert classes_of(800) < 6 * classes_of(200)


def test_the_last_class_of_a_line_may_be_the_first_that_is_asked_for() -> None:
    bindings = bound(line(1500))
    for number in (1499, 700, 3):
        symbol = look_up(bindings, "m", expression(f"A{number}"))
        assert isinstance(symbol, Defined)
        names = [one.name for one in class_order(bindings, symbol).classes]
        assert names == [f"A{i}" for i in range(number, -1, -1)]


def test_a_class_of_many_bases_has_the_order_that_python_gives_it() -> None:
    text = "class R0: pass\nclass L0: pass\n" + "".join(
        f"class {name}: pass\n"
        for i in range(1, 30)
        for name in (f"R{i}(L{i - 1})", f"L{i}(R{i - 1}, L{i - 1})")
    )
    text += "class X(R29, L29): pass\n"
    space: dict[str, type] = {}
    exec(text, space)  # noqa: S102
    symbol = look_up(bound(text), "m", expression("X"))
    assert isinstance(symbol, Defined)
    names = [one.name for one in class_order(bound(text), symbol).classes]
    assert names == [one.__name__ for one in space["X"].__mro__[:-1]]


def test_what_python_refuses_as_bases_ends_too() -> None:
    text = "class A(C): pass\nclass B(A): pass\nclass C(B): pass\nclass D(A, C, A): pass\n"
    bindings = bound(text)
    for name in "ABCD":
        symbol = look_up(bindings, "m", expression(name))
        assert isinstance(symbol, Defined)
        names = [one.name for one in class_order(bindings, symbol).classes]
        assert names[0] == name
        assert len(names) == len(set(names))


def stars_work(length: int) -> int:
    texts = stars(length, "T = [1]\n")
    bindings = bound(texts)

    def ask() -> None:
        for module in texts:
            for name in ("T", "nothing", "int"):
                look_up(bindings, module, expression(name))

    return calls_of(ask)


def test_four_times_as_long_a_row_of_star_imports_is_about_four_times_the_work() -> None:
    assert stars_work(400) < 6 * stars_work(100)


def test_the_kind_of_a_class_far_down_is_that_of_the_first() -> None:
    bindings = bound("from enum import Enum\n" + line(1500, "A0(Enum): pass"))
    symbol = look_up(bindings, "m", expression("A1499"))
    definition = class_in(symbol)
    assert definition is not None
    assert kind_of(bindings, "m", definition) is ClassKind.ENUM
    plain = bound(line(1500))
    assert kind_of(plain, "m", definition) is ClassKind.OTHER


def test_the_order_of_a_class_with_one_base_is_held_once_for_all_below_it() -> None:
    bindings = bound(line(300) + "class B: pass\nclass X(A299, B): pass\nclass Y(X): pass\n")
    orders = {}
    for name in (*(f"A{i}" for i in range(300)), "X", "Y"):
        symbol = look_up(bindings, "m", expression(name))
        assert isinstance(symbol, Defined)
        orders[name] = class_order(bindings, symbol)
    assert all(orders[f"A{i}"].above is orders[f"A{i - 1}"] for i in range(1, 300))
    assert sum(len(orders[f"A{i}"].first) for i in range(300)) == 300
    # Where there are several bases, the order is a new one, and is shared again below it.
    assert orders["X"].above is None
    assert orders["Y"].above is orders["X"]
    assert orders["Y"].classes == (orders["Y"].first[0], *orders["X"].classes)
    assert [one.name for one in orders["X"].classes[-3:]] == ["A1", "A0", "B"]


def members_work(length: int, *, upwards: bool) -> int:
    """Count the work of looking up names that a line lacks: many in its last class, one in each."""
    bindings = bound(line(length))
    last = [f"A{length - 1}.{name}{i}" for i in range(length) for name in ("x", "y")]
    each = [f"A{i}.z" for i in range(length)]

    def ask() -> None:
        for text in (*last, *(reversed(each) if upwards else each)):
            found = look_up(bindings, "m", expression(text))
            assert isinstance(found, Defined) == (".x" in text and not text.endswith("x0"))

    return calls_of(ask)


@pytest.mark.parametrize("upwards", [True, False])
def test_what_the_bases_of_a_line_lead_to_is_found_out_once(upwards: bool) -> None:
    few = members_work(100, upwards=upwards)
    assert members_work(400, upwards=upwards) < 6 * few


def test_names_are_found_in_a_line_where_most_classes_bind_nothing() -> None:
    text = "class A0: x = 1\n" + "".join(
        f"class A{i}(A{i - 1}): {'pass' if i % 7 else f'x = y{i} = {i}'}\n" for i in range(1, 60)
    )
    text += "class B(A59): pass\nclass C(A30): z = 1\nclass D(B, C): pass\n"
    space: dict[str, type] = {}
    exec(text, space)  # noqa: S102
    places = [
        (owner, name)
        for owner in (*(f"A{i}" for i in range(60)), "B", "C", "D")
        for name in ("x", "y7", "y35", "y56", "z", "q")
    ]
    for order in (places, places[::-1], places[::2] + places[1::2]):
        bindings = bound(text)
        for owner, name in order:
            found = look_up(bindings, "m", expression(f"{owner}.{name}"))
            owners = [one.__name__ for one in space[owner].__mro__ if name in vars(one)]
            if owners:
                assert isinstance(found, Defined)
                assert found.name == f"{owners[0]}.{name}"
            else:
                assert isinstance(found, Unresolved)
                assert found.missing


@pytest.mark.parametrize("body", ["pass", "x = 1"])
def test_a_circle_of_classes_has_only_the_names_that_it_binds(body: str) -> None:
    text = (
        "".join(f"class A{i}(A{(i + 1) % 9}): pass\n" for i in range(8)) + f"class A8(A0): {body}\n"
    )
    bindings = bound(text)
    for _ in range(3):
        for i in range(9):
            found = look_up(bindings, "m", expression(f"A{i}.x"))
            assert isinstance(found, Defined) == (body == "x = 1")
            assert isinstance(look_up(bindings, "m", expression(f"A{i}.y")), Unresolved)


def test_the_kinds_of_all_classes_in_a_line_cost_what_the_line_costs() -> None:
    def work(length: int) -> int:
        lines = ["import pydantic", "class C0(pydantic.BaseModel): pass"]
        lines += [f"class C{i}(C{i - 1}): pass" for i in range(1, length)]
        bindings = bound("\n".join(lines))
        symbols = [look_up_name(bindings, "m", f"C{i}") for i in reversed(range(length))]
        classes = [class_in(symbol) for symbol in symbols]
        kinds: set[ClassKind] = set()
        count = calls_of(
            lambda: kinds.update(kind_of(bindings, "m", one) for one in classes if one is not None)
        )
        assert kinds == {ClassKind.MODEL}
        return count

    assert work(400) < 6 * work(100)

"""Choices: all that an expression may stand for."""

import pytest

from flashc.ir.bindings import External
from flashc.passes.names.choices import Choice, choices
from passes.front import Modules, bound, expression, source_of


def chosen(modules: Modules | str, written: str = "api") -> list[str]:
    """Give what `written` may be, as text: `module: code`, or the name of a library's own."""
    texts = {"m": modules} if isinstance(modules, str) else modules
    found = choices(bound(modules), "m", expression(written))
    return [_shown(texts, one) for one in found]


def _shown(texts: Modules, one: Choice) -> str:
    if one.expression is not None:
        return f"{one.module}: {source_of(texts[one.module]).slice(one.expression.span)}"
    assert isinstance(one.symbol, External)
    return one.symbol.name


@pytest.mark.parametrize(
    "text",
    [
        "api = A() if dev else B()",
        "if dev:\n  api = A()\nelse:\n  api = B()",
        "api = A()\nif dev:\n  api = B()",
        "try:\n  api = A()\nexcept E:\n  api = B()",
        "a = A()\nb = B()\napi = a if dev else b",
        "a = A()\nb = B()\nif dev:\n  c = a\nelse:\n  c = b\napi = c",
        "match dev:\n  case 1: api = A()\n  case _: api = B()",
    ],
)
def test_both_sides_of_a_choice_are_given_in_order(text: str) -> None:
    assert chosen(text) == ["m: A()", "m: B()"]


def test_one_thing_is_one_choice() -> None:
    assert chosen("api = A()") == ["m: A()"]
    assert chosen("from tetra_rp import remote as api") == ["tetra_rp.remote"]


def test_a_conditional_in_a_conditional_is_a_choice_of_three() -> None:
    found = chosen("a = A()\napi = a if x else (B() if y else C())")
    assert found == ["m: A()", "m: B()", "m: C()"]


def test_a_choice_of_another_module_is_followed() -> None:
    texts = {"res": "api = A() if dev else B()\n", "m": "import res\nfrom res import api as one\n"}
    assert chosen(texts, "res.api") == ["res: A()", "res: B()"]
    assert chosen(texts, "one") == ["res: A()", "res: B()"]


@pytest.mark.parametrize(
    "text",
    [
        "if dev:\n  from sdk import Live as LB\nelse:\n  from sdk import Real as LB",
        "from sdk import Live, Real\nLB = Live if dev else Real",
        "import sdk\nif dev:\n  LB = sdk.Live\nelse:\n  LB = sdk.Real",
    ],
)
def test_classes_are_chosen_as_well(text: str) -> None:
    assert chosen(text, "LB") == ["sdk.Live", "sdk.Real"]


def test_a_choice_in_a_class_body_is_followed() -> None:
    assert chosen("class K:\n  if dev: api = A()\n  else: api = B()", "K.api") == [
        "m: A()",
        "m: B()",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api = A()\napi = B()",
        "if dev: api = A()",
        "for x in y: api = A()\nelse: api = B()",
        "if dev: api = A()\napi = B()",
        "api = A()\nif dev: del api",
        "api = api if dev else A()",
        "a, *api = x",
        "if dev:\n  api = A()\nelse:\n  from .. import api",
        "api = " + " if x else ".join(f"A({n})" for n in range(30)),
    ],
)
def test_what_cannot_be_told_is_no_choice(text: str) -> None:
    assert chosen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "try:\n  api = api\nexcept E:\n  api = B()",
        "if dev:\n  api = other\nelse:\n  api = B()\nif dev:\n  other = api\nelse:\n  other = C()",
    ],
)
def test_what_is_chosen_from_itself_is_no_choice(text: str) -> None:
    assert chosen(text) == []

"""Many routes in one endpoint: few are compared, and those that meet are all found."""

from itertools import product

import pytest
from hypothesis import given

from flashc.ir.program import Route
from flashc.passes.routes.languages import matches
from flashc.passes.routes.neighbours import Neighbours
from flashc.passes.routes.order import in_order
from flashc.passes.routes.paths import parse_path
from flashc.passes.routes.segments import overlaps
from inventing import invented
from passes.drawn_routes import route, sets_of_routes


@invented(300)
@given(sets_of_routes)
def test_all_that_meet_are_found(routes: list[Route]) -> None:
    neighbours = Neighbours([(one.method, one.path) for one in routes])
    for index, one in enumerate(routes):
        expected = [
            number
            for number, other in enumerate(routes)
            if number != index and other.method == one.method and overlaps(one.path, other.path)
        ]
        assert list(neighbours.of(index)) == expected


@pytest.mark.parametrize(
    "template",
    [
        *("/a/{{p{i}}}/b{i}", "/{{p}}/{{q}}/x{i}", "/v{{n:int}}/x{i}/{{p:path}}", "/a{i}/{{p}}"),
        *("/{i}", "/v{i}-{{p}}", "/{{p}}-v{i}", "/a/{{p}}-v{i}-/{{q}}"),
    ],
)
@pytest.mark.parametrize("count", [100, 1000])
def test_templates_that_differ_in_a_literal_segment_are_not_compared(
    template: str, count: int
) -> None:
    paths = [("GET", parse_path(template.format(i=i))) for i in range(count)]
    neighbours = Neighbours(paths)
    assert sum(len(neighbours.near(index)) for index in range(count)) == 0


SEGMENTS = (
    "{p}",
    "a{p}",
    "ab{p}",
    "{p}a",
    "{p}ba",
    "a{p}b",
    "b{p}1a",
    "a{p:int}",
    "{p:int}b",
    "ab",
)


@pytest.mark.parametrize("one", SEGMENTS)
@pytest.mark.parametrize("other", SEGMENTS)
def test_templates_that_share_an_address_meet(one: str, other: str) -> None:
    first, second = parse_path(f"/{one}"), parse_path(f"/{other}")
    texts = (
        "".join(letters) for length in range(1, 6) for letters in product("ab1", repeat=length)
    )
    shared = [text for text in texts if matches(first, f"/{text}") and matches(second, f"/{text}")]
    assert overlaps(first, second) or not shared
    # Of text parameters the texts around them decide; what a number cannot be is not looked at.
    assert overlaps(first, second) is bool(shared) or ":int" in one + other


def test_templates_that_do_meet_are_compared() -> None:
    paths = [("GET", parse_path(f"/{{p{i}}}/x")) for i in range(3)]
    assert [Neighbours(paths).near(index) for index in range(3)] == [[1, 2], [0, 2], [0, 1]]


def test_a_long_chain_of_routes_that_hide_one_another_is_ordered() -> None:
    texts = ["/a" * depth + "/{p:path}" for depth in range(40)]
    ordered = in_order([route(index, "GET", text) for index, text in enumerate(texts)])
    assert [one.path.text for one in ordered] == texts[::-1]

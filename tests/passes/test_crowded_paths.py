"""Templates of many parameters: compared in time that grows with their length, or refused."""

import re

import pytest
from starlette.routing import compile_path

from flashc.ir.program import Path, PathParameter, PathText
from flashc.passes.routes.inclusion import is_within
from flashc.passes.routes.languages import difference, matches
from flashc.passes.routes.order import in_order
from flashc.passes.routes.paths import CrowdedPath, parse_path
from passes.drawn_routes import refused, route
from work import calls_of


def rest(count: int, end: str) -> Path:
    """Give `/{p:path}/{p:path}...` with an end; more than a program may have."""
    parts: list[PathText | PathParameter] = []
    for index in range(count):
        parts += [PathText(text="/"), PathParameter(name=f"p{index}", converter="path")]
    return Path(text="/{p:path}" * count + end, parts=(*parts, PathText(text=end)))


@pytest.mark.parametrize("count", [1, 11, 50])
def test_templates_of_many_path_parameters_are_compared(count: int) -> None:
    assert is_within(rest(count, "/a/b"), rest(count, "/b"))
    assert not is_within(rest(count, "/a"), rest(count, "/b"))
    assert is_within(rest(count + 1, "/b"), rest(count, "/b"))
    assert difference(rest(count, "/b"), (rest(count + 1, "/b"),)) is not None
    address = "/x" * (2 * count) + "/b"
    assert matches(rest(count, "/b"), address)
    assert not matches(rest(count, "/b"), address + "c")


def test_four_times_as_many_path_parameters_are_about_four_times_four_times_the_work() -> None:
    def work(count: int) -> int:
        first, second = rest(count, "/a"), rest(count, f"/{'b' * count}")
        return calls_of(lambda: (is_within(first, second), difference(first, (second,))))

    assert work(40) < 24 * work(10)


def test_where_the_walk_gets_too_long_nothing_is_claimed() -> None:
    # What such a template has read may be any of many beginnings of an identifier.
    one, other = parse_path("/{a:path}a{b:uuid}"), parse_path("/{a:path}{b:uuid}{c}")
    assert difference(one, (other,)) == one.text
    assert refused([route(0, "GET", other.text), route(1, "GET", one.text)]) == set()
    texts = [f"/{{a:path}}{{b:uuid}}-{{c:path}}{i}" for i in range(20)]
    routes = [route(i, "GET", text) for i, text in enumerate(texts)]
    assert refused(routes) == set()
    assert len(in_order(routes)) == 20


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("/{a:path}/x/{b:path}", ["/x/", "//x/", "/a/x/b", "/x/x/x", "/a/y/b", "/x"]),
        ("/{a}-{b}-{c}", ["/1-2-3", "/1-2", "/----", "/-1-2-3-4", "/a/b-c-d"]),
        ("/{a:float}.{b:int}", ["/1.2", "/1.2.3", "/1..2", "/1"]),
        ("/x{u:uuid}y", ["/x0189d7a241b37cc09d5e3f2b8d7c9e10y", "/x0189d7a2-41b3y"]),
    ],
)
def test_an_address_is_matched_as_starlette_matches_it(text: str, addresses: list[str]) -> None:
    pattern: re.Pattern[str] = compile_path(text)[0]
    for address in addresses:
        assert matches(parse_path(text), address) is (pattern.match(address) is not None), address


@pytest.mark.parametrize(
    "text",
    [
        "/{a:path}",
        "/{a:path}/x/{b:path}/y/{c:path}",
        "/{a}{b}{c}{d}{e}",
        "/{a}-{b}/{c}-{d}/{e}-{f}",
        "/{a:int}{b:int}{c:int}{d:int}{e:int}{f:int}{g}",
    ],
)
def test_few_parameters_that_share_a_text_are_taken(text: str) -> None:
    assert parse_path(text).text == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/{a:path}/x/{b:path}/y/{c:path}/z/{d:path}", "{d:path}"),
        ("/{a}{b}{c}{d}{e}{f}", "{f}"),
        ("/{a}/{b}-{c}-{d:int}-{e}-{f}-{g}-{h}", "{h}"),
    ],
)
def test_more_are_refused_at_the_first_that_is_too_many(text: str, place: str) -> None:
    with pytest.raises(CrowdedPath) as refusal:
        parse_path(text)
    assert text[refusal.value.start : refusal.value.end] == place


def work_of(count: int) -> int:
    """Count the work of ordering and checking routes which only their texts tell apart."""
    routes = [route(i, "GET", f"/{count}{{a:path}}/kind{i}/{{b:path}}") for i in range(count)]
    found: list[set[str]] = []
    work = calls_of(lambda: found.append(refused(routes)))
    assert found == [set()]
    return work


def test_twice_as_many_routes_are_four_times_as_many_pairs_and_no_more_work_than_that() -> None:
    assert work_of(120) < 5 * work_of(60)

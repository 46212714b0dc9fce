"""Every accepted set of routes is reachable in a running FastAPI, and every refused one is not."""

import random

import pytest
from hypothesis import HealthCheck, given

from flashc.ir.program import Route
from flashc.passes.routes.inclusion import is_within, witness
from flashc.passes.routes.languages import difference
from flashc.passes.routes.order import in_order
from flashc.passes.routes.paths import MalformedPath, parse_path
from inventing import invented
from passes.drawn_routes import (
    addresses,
    answers,
    application,
    paths,
    refused,
    route,
    sets_of_routes,
)


@invented(300, unchecked=HealthCheck)
@given(sets_of_routes)
def test_what_is_accepted_is_reachable_and_what_is_refused_is_not(routes: list[Route]) -> None:
    out_of_reach = refused(routes)
    ordered = in_order(routes)
    app = application(ordered)
    random_ = random.Random(7)
    for index, one in enumerate(ordered):
        earlier = tuple(e.path for e in ordered[:index] if e.method == one.method)
        if one.function.name in out_of_reach:
            asked = list(addresses(one, random_))
            found = answers(app, one.method, asked)
            # In FastAPI's eyes, too: nothing that the path matches ever gets there.
            assert all(answer != (200, one.function.name) for answer in found), asked
        else:
            shown = witness(one.path, earlier)
            assert shown is not None
            assert answers(app, one.method, [shown]) == [(200, one.function.name)], shown


@invented(300)
@given(paths(), paths())
def test_a_path_is_within_another_where_its_addresses_are(one: str, other: str) -> None:
    first, second = route(0, "GET", one), route(1, "GET", other)
    alone = application([second])
    asked = list(addresses(first, random.Random(3)))
    reached = [status == 200 for status, _ in answers(alone, "GET", asked)]
    # The cheap ways and the languages themselves agree.
    assert is_within(first.path, second.path) is (difference(first.path, (second.path,)) is None)
    if is_within(first.path, second.path):
        assert all(reached), asked
    else:
        shown = witness(first.path, (second.path,))
        assert shown is not None
        assert answers(application([first]), "GET", [shown])[0][0] == 200
        assert answers(alone, "GET", [shown])[0][0] != 200


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/u/{a}", "/u/{b}"], {"f1"}),
        (["/u/{id:int}", "/u/{name}"], set()),
        (["/u/{name}", "/u/{id:int}"], set()),
        (["/u/{name}", "/u/me"], set()),
        (["/{p:path}/end", "/{q:path}"], set()),
        (["/{q:path}", "/{p:path}/end"], set()),
        (["/{a:path}", "/{a:path}{b:path}"], {"f1"}),
        (["/x/{a}/{b:path}", "/x/{p:path}", "/{q:path}"], set()),
        (["/x/{a:path}", "/x/{a:path}", "/y"], {"f1"}),
        (["/f/{a:float}", "/f/{a:int}", "/f/{b:float}"], {"f2"}),
        # Two that together leave nothing to a third.
        (["/a{x}", "/a", "/a{x}/{y:path}", "/a/{y:path}", "/a{z:path}"], {"f4"}),
        (["/t/", "/t"], set()),
    ],
)
def test_only_what_no_order_helps_is_refused(paths: list[str], expected: set[str]) -> None:
    assert refused(route(i, "GET", path) for i, path in enumerate(paths)) == expected


def test_other_methods_hide_nothing() -> None:
    assert refused([route(0, "GET", "/{a}"), route(1, "POST", "/{b}")]) == set()


@pytest.mark.parametrize(
    "path", ["/a?b", "/a#b", "/a//b", "/{", "/}", "/{é}", "/{a:nope}", "/{a}{a}"]
)
def test_paths_that_never_match_what_they_say_are_malformed(path: str) -> None:
    with pytest.raises(MalformedPath):
        parse_path(path)

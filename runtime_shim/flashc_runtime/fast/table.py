"""Which route serves a method and a path: the answer that FastAPI's router gives, prepared once."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from flashc_runtime.fast.eligible import plan_route
from flashc_runtime.fast.route_plan import RoutePlan
from flashc_runtime.json_body import WorkerRoute

METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
"""HEAD, OPTIONS and methods of one's own are rare."""
LONGEST_PATH = 4096
"""A longer path might hold a number that Python refuses to convert, even in another route."""
_NO_SEGMENTS: dict[str, str] = {}


class Found(NamedTuple):
    """The route of a request, and the texts of its path's parameters."""

    plan: RoutePlan
    segments: dict[str, str]


class Table(NamedTuple):
    """The routes of one method; None in the place of a plan means FastAPI's way."""

    literal: Mapping[str, Found | None]
    templates: tuple[tuple[re.Pattern[str], RoutePlan | None], ...]

    def find(self, path: str) -> Found | None:
        """Return the first route that serves the path, where that is one for the fast path."""
        try:
            return self.literal[path]
        except KeyError:
            pass
        # `$` in FastAPI's patterns also matches before a newline at the end.
        if len(path) > LONGEST_PATH or "\n" in path:
            return None
        for pattern, plan in self.templates:
            match = pattern.match(path)
            if match is not None:
                return None if plan is None else Found(plan, match.groupdict())
        return None


def build_tables(routes: Sequence[BaseRoute]) -> dict[str, Table]:
    """Return a table for each method; none where a route is not of the plain kinds.

    A mount, an included router or a host may serve any path, and comes with rules of its own.
    """
    known: list[Route] = []
    for route in routes:
        if type(route) not in (APIRoute, WorkerRoute, Route):
            return {}
        assert isinstance(route, Route)  # noqa: S101  (just tested)
        if route.methods is None:
            return {}
        known.append(route)
    plans = {id(each): plan_route(each) if isinstance(each, APIRoute) else None for each in known}
    return {method: _table(method, known, plans) for method in METHODS}


def _table(method: str, routes: list[Route], plans: Mapping[int, RoutePlan | None]) -> Table:
    serving = [route for route in routes if route.methods and method in route.methods]
    literal: dict[str, Found | None] = {}
    templates: list[tuple[re.Pattern[str], RoutePlan | None]] = []
    for place, route in enumerate(serving):
        plan = plans[id(route)]
        if route.param_convertors:
            templates.append((route.path_regex, plan))
        elif not any(earlier.path_regex.match(route.path) for earlier in serving[:place]):
            literal[route.path] = None if plan is None else Found(plan, _NO_SEGMENTS)
    return Table(literal, tuple(templates))

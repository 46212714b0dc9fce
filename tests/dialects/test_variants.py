"""Resources that a condition chooses: which one is compiled, and what is said about it."""

from pathlib import Path

import pytest

from dialects.programs import compiled, errors
from flashc.compilation import Compilation

HEAD = """
import os
from tetra_rp import LiveLoadBalancer, LoadBalancerSlsResource, ServerlessEndpoint, remote
DEV = os.getenv("DEV")
"""
ROUTE = """
@remote(api, method="GET", path="/x")
def x(): ...
"""


def classes(compilation: Compilation) -> list[tuple[str, str]]:
    """Give the name and class of each endpoint that has a worker."""
    return [
        (e.resource.name, e.resource.resource_class.name) for e in compilation.program.endpoints
    ]


def codes(compilation: Compilation) -> list[str]:
    """Give the numbers of all that is said."""
    return [diagnostic.code.number for diagnostic in compilation.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        'api = LiveLoadBalancer(name="n") if DEV else LoadBalancerSlsResource(name="n")',
        'api = LoadBalancerSlsResource(name="n") if DEV else LiveLoadBalancer(name="n")',
        (
            'if DEV:\n  api = LiveLoadBalancer(name="n")\nelse:\n'
            '  api = LoadBalancerSlsResource(name="n")'
        ),
        (
            'try:\n  import here\nexcept ImportError:\n  api = LoadBalancerSlsResource(name="n")\nelse:\n'
            '  api = LiveLoadBalancer(name="n")'
        ),
        'api = LiveLoadBalancer(name="n")\nif DEV:\n  api = LoadBalancerSlsResource(name="n")',
        'a = LiveLoadBalancer(name="n")\nb = LoadBalancerSlsResource(name="n")\napi = a if DEV else b',
        'api = (LiveLoadBalancer if DEV else LoadBalancerSlsResource)(name="n")',
        'C = LiveLoadBalancer if DEV else LoadBalancerSlsResource\napi = C(name="n")',
    ],
)
def test_the_deployed_one_is_compiled_and_said(tmp_path: Path, text: str) -> None:
    found = compiled(tmp_path, HEAD + text + ROUTE)
    # FC608 is about the module that chooses.
    assert [number for number in codes(found) if number != "FC608"] == ["FC228"]
    assert classes(found) == [("n", "LoadBalancerSlsResource")]


@pytest.mark.parametrize(
    "text",
    [
        'api = LiveLoadBalancer(name="n") if DEV else LiveLoadBalancer(name="n")',
        (
            'api = LiveLoadBalancer(name="n", env={"A": "b"})\n'
            'if DEV:\n  api = LiveLoadBalancer(env={"A": "b"}, name="n")'
        ),
        (
            "from tetra_rp import NetworkVolume as V\n"
            'if DEV:\n  api = LiveLoadBalancer(name="n", networkVolume=V(name="v"))\n'
            'else:\n  api = LiveLoadBalancer(name="n", networkVolume=V(name="v"))'
        ),
    ],
)
def test_a_choice_between_equals_is_none(tmp_path: Path, text: str) -> None:
    found = compiled(tmp_path, HEAD + text + ROUTE)
    assert codes(found) == []
    assert classes(found) == [("n", "LiveLoadBalancer")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            'api = LiveLoadBalancer(name="a") if DEV else LoadBalancerSlsResource(name="b")',
            "is `a` or `b`, depending on a condition",
        ),
        (
            'api = ServerlessEndpoint(name="a") if DEV else LoadBalancerSlsResource(name="a")',
            "is load-balanced or queue-based, depending on a condition",
        ),
        (
            (
                'api = LoadBalancerSlsResource(name="a", workersMax=1)\n'
                'if DEV:\n  api = LoadBalancerSlsResource(name="a", workersMax=2)'
            ),
            "is one of several deployed resources, depending on a condition",
        ),
        (
            'api = LiveLoadBalancer(name="a", workersMax=1) if DEV else LiveLoadBalancer(name="a")',
            "is one of several development variants, depending on a condition",
        ),
        (
            'api = LiveLoadBalancer(name="a")\napi = LoadBalancerSlsResource(name="a")',
            "is bound 2 times in module `service`",
        ),
        ('if DEV:\n  api = LiveLoadBalancer(name="a")', "is bound under a condition (`if`)"),
        (
            (
                'api = LoadBalancerSlsResource(name="a", workersMax=int(DEV))\n'
                'if DEV:\n  api = LoadBalancerSlsResource(name="a", workersMax=int(DEV))'
            ),
            "is one of several deployed resources, depending on a condition",
        ),
    ],
)
def test_any_other_choice_is_one_error_with_its_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    found = compiled(tmp_path, HEAD + text + ROUTE)
    (error,) = found.diagnostics
    assert (error.code.number, error.primary and error.primary.text) == ("FC202", reason)


def test_a_development_variant_that_has_routes_of_its_own_is_not_left_out(tmp_path: Path) -> None:
    text = (
        'live = LiveLoadBalancer(name="n")\n'
        "api = live if DEV else LoadBalancerSlsResource(name='n')\n"
        '@remote(live, method="GET", path="/y")\ndef y(): ...\n'
    )
    assert "FC503" in codes(compiled(tmp_path, HEAD + text + ROUTE))


@pytest.mark.parametrize(
    "text",
    [
        # The SDK stands in a `try`, and so does what is made with it.
        (
            'try:\n  from tetra_rp import LiveLoadBalancer as L, remote\n  api = L(name="n")\n'
            "except ImportError:\n  api = None\n"
            'if api is not None:\n  @remote(api, method="GET", path="/x")\n  def x(): ...\n'
        ),
        (
            "try:\n  import tetra_rp as t\n  HAS = True\nexcept ImportError:\n  HAS = False\n"
            'if HAS:\n  api = t.LiveLoadBalancer(name="n")\n'
            '  @t.remote(api, method="GET", path="/x")\n  def x(): ...\n'
        ),
        (
            'try:\n  import tetra_rp as t\n  api = t.LiveLoadBalancer(name="n")\n'
            '  @t.remote(api, method="GET", path="/x")\n  def x(): ...\n'
            "except ImportError:\n  def x(): ...\n"
        ),
        "try:\n  from tetra_rp import LiveLoadBalancer, remote\nexcept ImportError:\n"
        "  LiveLoadBalancer = None\n  def remote(*a, **k): return lambda f: f\n"
        'api = LiveLoadBalancer(name="n") if LiveLoadBalancer else None\n' + ROUTE,
    ],
)
def test_guards_of_an_optional_sdk_are_seen_through(tmp_path: Path, text: str) -> None:
    found = compiled(tmp_path, text)
    assert [d.message for d in errors(found)] == []
    assert [e.resource.name for e in found.program.endpoints] == ["n"]
    assert codes(found) == []


def test_another_condition_around_a_function_is_no_such_guard(tmp_path: Path) -> None:
    text = 'if DEV:\n  @remote(api, method="GET", path="/x")\n  def x(): ...\n'
    found = compiled(tmp_path, HEAD + 'api = LiveLoadBalancer(name="n")\n' + text)
    assert "FC208" in codes(found)

"""Users' tests of decorated functions: called directly, with nothing deployed and nothing running."""

import asyncio

import pytest

from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="patterns")


@remote(api, method="POST", path="/api/apply")
async def apply(operation: str, a: int, b: int) -> int:
    if operation == "add":
        return a + b
    if operation == "multiply":
        return a * b
    raise ValueError(f"no operation is called {operation}")


@remote(api, method="GET", path="/api/limits")
def limits(of: str = "all") -> dict[str, object]:
    return {"of": of, "values": (1, 2.5, None)}


def test_a_decorated_function_is_awaited_like_any_other() -> None:
    assert asyncio.run(apply("multiply", b=5, a=3)) == 15


def test_plain_values_are_returned_as_they_are() -> None:
    assert limits() == {"of": "all", "values": (1, 2.5, None)}
    assert asyncio.run(apply("add", 5, 3)) == 8


def test_an_exception_reaches_whoever_called() -> None:
    with pytest.raises(ValueError, match="no operation is called divide"):
        asyncio.run(apply("divide", 5, 3))

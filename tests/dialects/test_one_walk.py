"""What looks for lost declarations walks what is evaluated once, for both dialects."""

from pathlib import Path

import pytest

from dialects.programs import compiled
from flashc.dialects import visits

ENDPOINT = """
from runpod_flash import Endpoint

api = Endpoint(name="api")


@api.get("/x")
def look(limit: int = 1 + 2):
    return str(limit + 3)
"""
REMOTE = """
from tetra_rp import LiveLoadBalancer, remote

other = LiveLoadBalancer(name="other")
lost = [remote(other, method="GET", path="/lost")]


@remote(other, method="GET", path="/y")
def watch(limit: int = 4):
    return str(limit + 5)
"""


def test_an_expression_is_walked_once_for_both_dialects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []
    walk = visits.parts_in

    def counted(bindings, scope, expression):  # type: ignore[no-untyped-def]
        walked.append(id(expression))
        return walk(bindings, scope, expression)

    monkeypatch.setattr(visits, "parts_in", counted)
    compilation = compiled(tmp_path, {"service": ENDPOINT, "watching": REMOTE})
    assert len(walked) > 8
    assert len(walked) == len(set(walked))
    # Both have still seen what they look for.
    assert [one.code.number for one in compilation.diagnostics if one.is_error] == ["FC215"]
    (tmp_path / "two").mkdir()
    lost = ENDPOINT + "\n\nkept = [api.get]\n"
    found = compiled(tmp_path / "two", {"service": lost, "watching": REMOTE}).diagnostics
    assert sorted(one.code.number for one in found if one.is_error) == ["FC215", "FC221"]

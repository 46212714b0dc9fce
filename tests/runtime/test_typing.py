"""Generated code and users' modules pass `mypy --strict` against the runtime's own types."""

import re
import subprocess
import sys
from pathlib import Path

from runtime.processes import RUNTIME

GENERATED = """\
import sys
from typing import Annotated, Any

from fastapi import Body, Query
from pydantic import BaseModel, Field

from flashc_runtime import create_app, given, main, own_endpoint, unset

own_endpoint("user-service", {"user_service": ("create_user", "list_users")})


class UpdateBody(BaseModel):
    name: str | None = None
    tags: list[str] = Field(default_factory=unset)


app = create_app("user-service")
without_docs = create_app("user-service", docs=False)


def update(name: str | None = None, tags: list[str] = []) -> list[str]:
    return tags


@app.put("/users/{user_id}", operation_id="update_user")
async def update_user(
    user_id: int,
    body: Annotated[UpdateBody, Body(default_factory=UpdateBody)],
    tags: Annotated[list[str], Query(default_factory=unset)],
) -> Any:
    return update(name=body.name, **given(tags=body.tags))


if __name__ == "__main__":
    sys.exit(main("user_service_worker.app"))
"""

USED = """\
from tetra_rp import GpuGroup, LiveLoadBalancer, remote

api = LiveLoadBalancer(name="a", gpus=[GpuGroup.ANY], workersMax=2)


@remote(api, method="GET", path="/a")
def plain(x: int, y: str = "") -> list[int]:
    return [x]


@remote(api, method="GET", path="/b")
async def waiting(x: int) -> str:
    return str(x)


@remote(api)
class Model:
    def run(self) -> int:
        return 1


reveal_type(plain)
reveal_type(waiting)
reveal_type(Model().run())
reveal_type(api.idleTimeout)
plain("x")
LiveLoadBalancer(name="a", worker_max=1)
LiveLoadBalancer()
"""


def check(folder: Path, **modules: str) -> str:
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    paths = (folder, RUNTIME, RUNTIME / "flashc_stand_ins")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(folder / "cache")]
    # The types of a published package: PEP 561 wants the marker.
    assert (RUNTIME / "flashc_runtime/py.typed").exists()
    result = subprocess.run(
        [*command, *(f"{name}.py" for name in modules)],
        cwd=folder,
        env={"MYPYPATH": ":".join(map(str, paths))},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout


def test_generated_and_user_code_is_typed(tmp_path: Path) -> None:
    found = check(tmp_path, generated=GENERATED, used=USED)
    assert "generated.py" not in found
    notes = re.findall(r"used\.py:\d+: note: (.*)", found)
    assert notes[0] == 'Revealed type is "def (x: int, y: str =) -> list[int]"'
    assert "Coroutine" in notes[1]
    assert notes[1].endswith('str]"')
    assert notes[2:4] == ['Revealed type is "int"', 'Revealed type is "int"']
    errors = re.findall(r"used\.py:\d+: error: (.*)", found)
    assert [error.rpartition("[")[2] for error in errors] == ["arg-type]", "call-arg]", "call-arg]"]
    assert len(errors) == 3

"""What a worker carries besides generated files: byte for byte, and only where it is used."""

from pathlib import Path

import pytest

import flashc_runtime
from emitters.everything import everything
from emitters.plans import REQUIREMENTS, handler, plan
from flashc.ir.plan.worker import UserFile, WorkerPlan
from flashc_emitters import emit, emit_all, tree

RUNTIME = Path(flashc_runtime.__file__).parent
HOSTILE = b"\xef\xbb\xbf# \xff\x00\r\nprint('\t')"


def shipped(worker: WorkerPlan) -> dict[str, bytes]:
    return {file.path.removeprefix("src/"): file.content for file in emit(worker).files}


def worker(**changes: object) -> WorkerPlan:
    return plan(handler("GET", "/a", "a"), **changes)


def test_user_files_are_shipped_byte_for_byte() -> None:
    users = (UserFile(path="user_service.py", content=HOSTILE), UserFile(path="d/x", content=b""))
    files = shipped(worker(user_files=users))
    assert files["user_service.py"] == HOSTILE
    assert files["d/x"] == b""


def test_the_runtime_is_shipped_byte_for_byte_and_without_caches() -> None:
    files = {
        path: content for path, content in shipped(worker()).items() if "flashc_runtime" in path
    }
    assert "flashc_runtime/py.typed" in files
    assert not [path for path in files if "__pycache__" in path or path.endswith(".pyc")]
    for path, content in files.items():
        assert (RUNTIME.parent / path).read_bytes() == content


def test_a_stand_in_is_shipped_only_where_it_is_imported() -> None:
    assert not [path for path in shipped(worker()) if path.startswith(("tetra_rp", "runpod"))]
    both = shipped(worker(stand_ins=("runpod_flash", "tetra_rp")))
    assert {"runpod_flash/__init__.py", "tetra_rp/__init__.py"} <= set(both)


def test_code_from_requests_can_run_only_in_a_live_worker() -> None:
    assert not any("execute" in path for path in shipped(worker(live=False)))
    files = shipped(worker(live=True))
    assert "flashc_runtime/execute/guard.py" in files
    (app,) = (content for path, content in files.items() if path.endswith("_worker/app.py"))
    assert b", execute=True)" in app


def test_the_http_client_comes_with_the_package_that_it_needs() -> None:
    client = "flashc_runtime/sdk/http/client.py"
    assert client not in shipped(worker())
    assert client not in shipped(worker(requirements=(*REQUIREMENTS, "httpx-sse>=1")))
    assert client in shipped(worker(requirements=(*REQUIREMENTS, "httpx>=0.28")))


def test_what_every_worker_carries_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = emit_all([everything()])
    hashed: list[bytes] = []
    digest = tree.sha256

    def counted(content: bytes) -> str:
        hashed.append(content)
        return digest(content)

    monkeypatch.setattr(tree, "sha256", counted)
    trees = emit_all([everything(), everything()])
    assert [each.digests for each in trees] == [first.digests, first.digests]
    generated = [f for f in first.files if not f.path.startswith("src/flashc_runtime/")]
    assert len(hashed) <= 2 * len(generated) < 2 * len(first.files)

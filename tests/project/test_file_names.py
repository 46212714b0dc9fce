"""Names of files, whatever they hold: what a worker can hold is compiled, the rest is left out."""

import os
from pathlib import Path

import pytest

from flashc.pipeline import compile_project
from flashc.project import load
from flashc_emitters import emit_all

SOURCE = """
from tetra_rp import LiveLoadBalancer, remote
api = LiveLoadBalancer(name="svc")
@remote(api, method="POST", path="/box")
def box(number: int): return number
"""
HOSTILE = (
    *(
        "a'b",
        'a"b',
        "a\nb",
        "a{{b}}",
        "{% raw %}",
        "a#b",
        "a b",
        "$(x)",
        "${x}",
        "é😀",
        "-x",
        "a%s",
    ),
    *(
        "a;b",
        "a`b",
        "a\x1bb",
        "a\u202eb",
        '"""',
        "'''",
        "01-x",
        "a\tb",
        "import",
        "a&b|c",
        "~",
        "a,b",
    ),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_module_of_any_name_is_compiled_and_stays_in_its_folder(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / f"{name}.py").write_text(SOURCE, encoding="utf-8")
    result = compile_project(load([tmp_path], root=tmp_path, exclude=[]))
    assert [d.message for d in result.diagnostics if d.is_error] == []
    (tree,) = emit_all(result.plans)
    paths = [file.path for file in tree.files]
    assert f"src/{name}.py" in paths
    assert [path for path in paths if ".." in path.split("/") or path.startswith("/")] == []
    app = next(file for file in tree.files if file.path == "src/svc_worker/app.py")
    compile(app.content, "app.py", "exec", dont_inherit=True)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (b"a\\b.py", "a backslash in its name parts folders on other systems"),
        (b"a\xff.py", "its name is not UTF-8"),
        (b"a.b.py", "a dot in its name keeps it from being imported"),
    ],
)
def test_what_no_worker_can_hold_is_left_out_and_said(
    tmp_path: Path, name: bytes, why: str
) -> None:
    (tmp_path / os.fsdecode(name)).write_text(SOURCE, encoding="utf-8")
    (tmp_path / "service.py").write_text(SOURCE, encoding="utf-8")
    result = compile_project(load([tmp_path], root=tmp_path, exclude=[]))
    (said,) = [d.message for d in result.diagnostics if d.code.number == "FC102"]
    assert said.endswith(f"is left out: {why}")
    (tree,) = emit_all(result.plans)
    assert "src/service.py" in [file.path for file in tree.files]

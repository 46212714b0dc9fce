"""Every import that a worker's modules execute is satisfied by the worker's folder alone.

Projects are invented; what their workers hold is read with Python's own `ast`, which knows nothing
of the compiler's closure, and then imported by Python itself.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from closure.folders import SDK, compiled, endpoint
from flashc_emitters.worker import emit
from inventing import invented

COUNT = 6
FORMS = (
    "import m{n}",
    "from m{n} import VALUE",
    "from m{n} import e{n}",
    "import m{n} as other",
    "from m{n} import *",
    "import importlib\nimportlib.import_module('m{n}')",
    "def later():\n    import m{n}\n    return m{n}.VALUE",
    "from pkg import p{n}",
    "from pkg.p{n} import VALUE as value",
)


@st.composite
def projects(draw: st.DrawFn) -> Mapping[str, str]:
    """Invent modules that import later ones, some with an endpoint of their own."""
    files = {"pkg/__init__.py": ""}
    for number in range(COUNT):
        later = st.integers(number + 1, COUNT - 1)
        chosen = (
            draw(st.lists(st.tuples(st.sampled_from(FORMS), later), max_size=3))
            if (number < COUNT - 1)
            else []
        )
        imports = "\n".join(form.format(n=target) for form, target in chosen)
        text = f"__all__ = ['VALUE']\n{imports}\nVALUE = {number}\n{SDK}{endpoint(f'e{number}')}"
        files[f"m{number}.py"] = text
        files[f"pkg/p{number}.py"] = (
            "VALUE = 1\n"
            if draw(st.booleans())
            else (f"from m{COUNT - 1} import e{COUNT - 1}\nVALUE = 2\n")
        )
    return files


@given(projects())
@invented(25, unchecked=HealthCheck)
def test_every_import_is_satisfied_by_the_workers_folder(files: Mapping[str, str]) -> None:
    with TemporaryDirectory() as name:
        compilation = compiled(Path(name), files)
        assert compilation.plans, compilation.diagnostics
        for plan in compilation.plans:
            tree = {file.path: file.content for file in emit(plan).files}
            ours = {file.path for file in plan.user_files} | {stub.path for stub in plan.stubs}
            for path in ours:
                for module in imported(tree[f"src/{path}"].decode()):
                    place = module.replace(".", "/")
                    found = {f"src/{place}.py", f"src/{place}/__init__.py"} & tree.keys()
                    assert found, f"{plan.endpoint}: {path} imports {module}"


def imported(text: str) -> Iterator[str]:
    """Yield the modules of the invented project that a text imports, wherever it does."""
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        match node:
            case ast.Import():
                names = [one.name for one in node.names]
            case ast.ImportFrom(module="pkg"):
                names = [f"pkg.{one.name}" for one in node.names]
            case ast.ImportFrom():
                names = [node.module or ""]
            case ast.Call(
                func=ast.Attribute(attr="import_module"), args=[ast.Constant(value=name)]
            ):
                names = [str(name)]
        yield from (name for name in names if name.split(".")[0][:1] in {"m", "p"})


def test_python_imports_a_worker_that_has_stubs_from_its_folder_alone(tmp_path: Path) -> None:
    files = {
        "m0.py": SDK + "from m1 import e1, e1_api\nimport m2\n" + endpoint("e0"),
        "m1.py": SDK + "import torch\n" + endpoint("e1", signature="(x: int = id(0))"),
        "m2.py": SDK + "from m1 import e1 as again\n" + endpoint("e2"),
    }
    compilation = compiled(tmp_path / "project", files)
    plan = next(plan for plan in compilation.plans if plan.endpoint == "e0")
    for file in emit(plan).files:
        place = tmp_path / "worker" / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    code = "import e0_worker.app, m0, m1, m2; print(m0.e1 is m1.e1, m1.e1.__wrapped__.__defaults__)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "worker/src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == "True (Ellipsis,)\n", run.stderr

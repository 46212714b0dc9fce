"""An import that nothing provides says in which worker, and by which way it gets there."""

import pytest

from dependencies.project import Project

QUEUE = """\
from runpod_flash import Endpoint, GpuGroup
import transformers


@Endpoint(name="gpu", gpu=GpuGroup.ANY, dependencies=["transformers"])
class Model:
    def run(self, x: int = 1):
        return transformers.pipeline(x)


def plain(x):
    return x
"""
WEB = """\
from runpod_flash import Endpoint
{imports}

api = Endpoint(name="{name}"{declared})


@api.get("/x")
async def x() -> int:
    return 1
"""


def web(imports: str, name: str = "mix-api", declared: str = "") -> str:
    return WEB.format(imports=imports, name=name, declared=declared)


def notes(project: Project) -> list[str]:
    """Give what the compile says of workers."""
    lines = project.check().err.splitlines()
    return [line.partition("note: ")[2] for line in lines if "note: in the worker of" in line]


def test_what_a_queue_declares_and_another_worker_imports_names_that_worker(
    project: Project,
) -> None:
    project.place(
        src__app__gpu_dot_py=QUEUE,
        src__app__web_dot_py=web("from app.gpu import plain"),
        requirements_dot_txt="numpy\n",
    )
    result = project.check()
    assert "error FC601" in result.codes
    assert "= note: in the worker of `mix-api`: `app/web.py` imports `app/gpu.py`" in result.err
    assert '`dependencies=["transformers"]` at a function of `mix-api`, or' in result.err


def test_a_well_known_distribution_that_is_assumed_names_the_worker_too(project: Project) -> None:
    project.place(src__app__gpu_dot_py=QUEUE, src__app__web_dot_py=web("from app.gpu import plain"))
    assert "warning FC607" in project.check().codes
    assert notes(project) == ["in the worker of `mix-api`: `app/web.py` imports `app/gpu.py`"]


def test_what_the_worker_declares_as_well_is_quiet(project: Project) -> None:
    project.place(
        src__app__gpu_dot_py=QUEUE,
        src__app__web_dot_py=web(
            "from app.gpu import plain", declared=', dependencies=["transformers"]'
        ),
    )
    assert project.check().codes == ["note FC210"]


def test_an_import_of_an_endpoints_own_module_needs_no_way(project: Project) -> None:
    project.place(
        src__own_dot_py=web("import nobody_has_this", name="own"),
        src__other_dot_py=web("import own", name="other"),
    )
    result = project.check()
    assert result.codes.count("error FC601") == 1
    assert '`dependencies=["nobody-has-this"]` at the function, or' in result.err
    assert notes(project) == []


def test_two_workers_that_lack_one_import_are_told_once(project: Project) -> None:
    project.place(
        src__a_dot_py=web("import models.tools", name="a"),
        src__b_dot_py=web("import models.tools", name="b"),
        src__models__INIT_dot_py="import nobody_has_this\n",
        src__models__tools_dot_py="",
    )
    result = project.check()
    assert result.codes.count("error FC601") == 1
    (note,) = notes(project)
    assert note == (
        "in the worker of `a` (and of 1 more): `a.py` imports `models/tools.py`,"
        " which is in the package of `models/__init__.py`"
    )


@pytest.mark.parametrize(
    ("count", "way"),
    [
        (1, "`m0.py`"),
        (4, "`m0.py`, which imports `m1.py`, which imports `m2.py`, which imports `m3.py`"),
        (
            7,
            "`m0.py`, which imports `m1.py`, which imports `m2.py`, which leads, 4 imports on, to `m6.py`",
        ),
    ],
)
def test_a_long_way_is_cut(project: Project, count: int, way: str) -> None:
    chain = {f"src__m{i}_dot_py": f"import m{i + 1}\n" for i in range(count - 1)}
    chain[f"src__m{count - 1}_dot_py"] = "import nobody_has_this\n"
    project.place(src__web_dot_py=web("import m0"), **chain)
    assert notes(project) == [f"in the worker of `mix-api`: `web.py` imports {way}"]


@pytest.mark.parametrize(
    ("imports", "defines"),
    [
        ('import os\nif os.getenv("DEV"):\n    import only_here', ["DEV"]),
        ('import os\nDEV = os.getenv("DEV") == "1"\nif DEV:\n    import only_here', ["DEV"]),
        (
            'import os\nif os.getenv("A"):\n    pass\nelif os.environ.get("B"):\n    import only_here',
            ["A", "B"],
        ),
        (
            'import os, time\nif os.getenv("A"):\n    if time.time() > 1:\n        import only_here',
            ["A"],
        ),
        (
            'import os, time\nif time.time() > 1:\n    if os.getenv("A"):\n        import only_here',
            ["A"],
        ),
        ('import os\nwith open("a"):\n    if os.getenv("A"):\n        import only_here', ["A"]),
        ('import os\nclass C:\n    if os.getenv("A"):\n        import only_here', ["A"]),
        ('import os\nif os.getenv("A"):\n    def f():\n        import only_here', ["A"]),
    ],
)
def test_a_condition_of_variables_around_an_import_shows_what_decides_it(
    project: Project, imports: str, defines: list[str]
) -> None:
    project.place(src__web_dot_py=web(imports))
    shown = " ".join(f"--define {name}=..." for name in defines)
    assert f", or decide the condition for this compile: `{shown}`\n" in project.check().err


@pytest.mark.parametrize(
    "imports",
    [
        "import only_here",
        "import time\nif time.time() > 1:\n    import only_here",
        'import os\ndef f():\n    if os.getenv("DEV"):\n        import only_here',
        'import os\nif os.getenv("DEV"):\n    pass\nimport only_here',
    ],
)
def test_what_no_definition_decides_shows_none(project: Project, imports: str) -> None:
    project.place(src__web_dot_py=web(imports))
    result = project.check()
    assert "error FC601" in result.codes
    assert "--define" not in result.err


def test_the_definition_that_is_shown_ends_it(project: Project) -> None:
    project.place(src__web_dot_py=web('import os\nif os.getenv("DEV"):\n    import only_here'))
    assert project.check().codes == ["error FC601"]
    assert project.flashc("check", "src", "--define", "DEV=").codes == []

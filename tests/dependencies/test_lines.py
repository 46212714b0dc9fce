"""The worker's requirements.txt: one readable line a distribution, or one clear contradiction."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from cli.process import environment
from dependencies.project import Project
from flashc.passes.requirements.pep508 import _holds, parse
from flashc.passes.requirements.specifiers import allows, contradict, joined


def test_a_distribution_has_one_line_however_it_is_spelt(project: Project) -> None:
    project.serve("import yaml", declared='["PyYAML>=5", "pyyaml", "PYYAML[full]<7", "pyyaml>=6"]')
    assert project.own_lines() == ["pyyaml[full]>=6,<7"]


def test_constraints_limit_what_is_asked_for(project: Project) -> None:
    project.serve(declared='["torch", "numpy>=1"]')
    project.place(
        requirements_dot_txt="-c limits.txt\nnumpy!=1.26.1\n",
        limits_dot_txt="torch<3\nnumpy<2\nscipy<2\n",
    )
    assert project.own_lines() == ["numpy>=1,<2,!=1.26.1", "torch<3"]


def test_a_compatible_pin_of_the_runtime_wins(project: Project) -> None:
    project.serve()
    project.place(requirements_dot_txt="pydantic==2.14.1\nuvicorn[standard]>=0.54.1\n")
    assert project.own_lines() == ["pydantic==2.14.1", "uvicorn[standard]>=0.54.1,<0.55"]


def test_a_pin_that_the_runtime_cannot_have_is_an_error(project: Project) -> None:
    project.serve(declared='["fastapi<0.100"]')
    project.place(requirements_dot_txt="pydantic==2.12.3\n")
    result = project.check()
    assert result.codes == ["error FC605", "error FC605"]
    assert "a worker cannot run with `pydantic==2.12.3`" in result.err
    assert "--> requirements.txt:1:1" in result.err
    assert "--> src/main.py:" in result.err


def lock(**versions: str) -> str:
    return "version = 1\n" + "".join(
        f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n'
        'source = { registry = "https://index.example/simple" }\n'
        for name, version in versions.items()
    )


def test_a_lock_pins(project: Project) -> None:
    project.serve("import numpy, scipy")
    project.place(
        requirements_dot_txt="numpy>=1\n", uv_dot_lock=lock(numpy="2.1.0", scipy="1.14.0", x="1")
    )
    assert project.own_lines() == ["numpy==2.1.0", "scipy==1.14.0"]
    assert "index.example" not in "".join(
        path.read_text() for path in (project.folder / "build").rglob("*") if path.is_file()
    )


def test_a_lock_that_the_runtime_cannot_have_is_a_warning(project: Project) -> None:
    project.serve()
    project.place(requirements_dot_txt="pydantic>=2\n", uv_dot_lock=lock(pydantic="2.11.0"))
    assert project.check().codes == ["warning FC605"]
    assert project.own_lines() == []


def test_contradictions_show_both_places(project: Project) -> None:
    project.serve("import torch")
    project.place(requirements_dot_txt="\ntorch<2\n", poetry_dot_lock=lock(torch="2.3.0"))
    result = project.check()
    assert result.codes == ["error FC604"]
    assert "no version of `torch` is `<2` and `==2.3.0`" in result.err
    assert "poetry.lock:5:1" in result.err
    assert "requirements.txt:2:1" in result.err


def test_locks_that_contradict_each_other_are_one_error(project: Project) -> None:
    project.serve("import torch")
    project.place(uv_dot_lock=lock(torch="2.3.0"), poetry_dot_lock=lock(torch="2.4.0"))
    assert project.check().codes == ["error FC604"]


def test_what_is_not_needed_may_contradict_itself(project: Project) -> None:
    project.serve()
    project.place(pyproject_dot_toml='[project]\ndependencies = ["a<1", "a>2"]\n')
    assert project.check().codes == ["note FC612"]


def test_optional_groups_that_exclude_each_other_are_choices(project: Project) -> None:
    project.serve("import torch")
    groups = 'cpu = ["torch==2.1"]\ngpu = ["torch==2.4"]\n'
    project.place(
        pyproject_dot_toml=f"[project]\ndependencies = []\n[project.optional-dependencies]\n{groups}"
    )
    assert project.own_lines() == ["torch"]


def test_two_addresses_are_a_contradiction(project: Project) -> None:
    project.serve(declared='["a @ https://example.com/a.whl"]')
    project.place(requirements_dot_txt="a @ https://example.com/b.whl\n")
    assert project.check().codes == ["error FC604"]


def test_markers_are_kept_where_they_can_hold(project: Project) -> None:
    project.serve("import numpy, torch")
    project.place(
        requirements_dot_txt='numpy<2 ; python_version < "3.12"\n'
        'numpy>=2 ; python_version >= "3.12"\n'
        'torch==2.2 ; sys_platform == "darwin"\n'
        'torch==2.4 ; sys_platform == "linux"\n'
    )
    assert project.own_lines() == [
        'numpy<2; python_version < "3.12"',
        'torch==2.2; sys_platform == "darwin"',
        'torch==2.4; sys_platform == "linux"',
    ]


def test_a_requirement_for_another_system_provides_nothing(project: Project) -> None:
    project.serve("import numpy")
    project.place(requirements_dot_txt='numpy ; sys_platform == "win32"\n')
    assert project.check().codes == ["error FC601"]


def test_a_folder_of_the_machine_cannot_be_installed(project: Project) -> None:
    project.serve("import acme_core")
    project.place(
        pyproject_dot_toml='[project]\ndependencies = ["acme-core"]\n'
        "[tool.uv.sources]\nacme-core = { path = '../acme' }\n"
    )
    assert project.check().codes == ["error FC609"]


CLAUSE = st.builds(
    lambda operator, numbers: operator + ".".join(map(str, numbers)),
    st.sampled_from(["==", ">=", "<=", ">", "<", "!="]),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
)
SPECIFIERS = st.lists(st.lists(CLAUSE, min_size=1, max_size=3).map(",".join), max_size=4)
VERSION = st.lists(st.integers(0, 4), min_size=1, max_size=3).map(lambda n: ".".join(map(str, n)))


def test_addresses_of_functions_are_checked_too(project: Project) -> None:
    project.serve(
        declared='["a @ https://me:hunter2@example.com/a.whl", "b @ file:///b", "c @ https://x/c.whl"]'
    )
    result = project.check()
    assert result.codes == ["error FC504", "error FC504"]
    assert "hunter2" not in result.err.replace('dependencies=["a @ https://me:hunter2@', "")


def test_what_is_plain_needs_no_library(tmp_path: Path) -> None:
    code = "import flashc.cli, sys; flashc.cli.main(['check', 'a.py', '-q']); print(*sys.modules)"
    text = 'from tetra_rp import LoadBalancerSlsResource, remote\napi = LoadBalancerSlsResource(name="api")\n'
    text += '@remote(api, method="GET", path="/a", dependencies=["numpy>=1", "torch"])\n'
    (tmp_path / "a.py").write_text(text + "def a():\n    return 1\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = run.stdout.split()
    assert "flashc.passes.requirements.needs" in loaded
    assert [name for name in loaded if name.startswith("packaging")] == []


@given(specifiers=SPECIFIERS, versions=st.lists(VERSION, min_size=1, max_size=20))
def test_joining_changes_no_meaning(specifiers: list[str], versions: list[str]) -> None:
    together = joined(specifiers)
    for version in versions:
        assert allows(together, version) == all(allows(one, version) for one in specifiers)
    assert contradict([together]) == contradict(specifiers)
    if contradict(specifiers):
        assert not any(allows(together, version) for version in versions)


@given(
    name=st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True),
    clauses=st.lists(CLAUSE, max_size=3),
    space=st.sampled_from(["", " "]),
    marker=st.sampled_from(["", "; sys_platform != 'win32'", ';os_name=="nt"']),
)
def test_plain_requirements_are_read_as_packaging_reads_them(
    name: str, clauses: list[str], space: str, marker: str
) -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    text = name + space + f"{space},".join(clauses) + space + marker
    parts, meant = parse(text), Requirement(text)
    assert parts is not None
    assert parts.name == canonicalize_name(meant.name)
    assert SpecifierSet(parts.specifier) == meant.specifier
    assert parts.marker == str(meant.marker or "")
    for system in ("linux", "darwin", "win32"):
        environment = {"sys_platform": system, "os_name": "nt" if system == "win32" else "posix"}
        expected = meant.marker is None or meant.marker.evaluate(environment)
        assert not parts.marker or _holds(parts.marker, "3.11", environment) == expected
    again = parse(parts.text)
    assert again == parts


@given(text=st.text(max_size=30))
def test_anything_else_is_refused_as_packaging_refuses_it(text: str) -> None:
    from packaging.requirements import InvalidRequirement, Requirement

    parts = parse(text)
    try:
        Requirement(text)
    except InvalidRequirement:
        assert parts is None
    else:
        assert parts is not None or not text.isprintable()

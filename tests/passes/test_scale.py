"""Scale: four times the program is about four times the work, however alike its parts are."""

from pathlib import Path

import pytest

from closure.folders import SDK, compiled, messages
from flashc.compilation import Compilation
from flashc.passes.check.unreachable import check_unreachable
from flashc.passes.lint.state import lint_state
from flashc.passes.names.lookup import look_up_name
from flashc.passes.names.remembered import for_python
from flashc.passes.parse import parse
from passes.front import bound, source_of
from passes.test_long_trails import web
from work import calls_of

API = SDK + 'api = LiveLoadBalancer(name="api")\n'
ROUTE = """

@remote(api, method="GET", path="{path}")
def f{i}(p: {kind}):
    global g{i}
    g{i} = p
    return p
"""


def routes(count: int, path: str, kind: str = "int") -> str:
    """Give a module of so many routes; `{i}` in the path is the number of each."""
    globals_ = "".join(f"g{i} = 0\n" for i in range(count))
    made = (ROUTE.format(i=i, path=path.replace("{i}", str(i)), kind=kind) for i in range(count))
    return API + globals_ + "".join(made)


def program_of(folder: Path, text: str) -> Compilation:
    """Compile one module into a folder of its own."""
    folder.mkdir()
    return compiled(folder, {"main.py": text})


@pytest.mark.parametrize(
    "path", ["/a{i}/{p}", "/a/{p}/b{i}", "/v{i}-{p}", "/{p}-v{i}", "/v{i}/{p:int}"]
)
def test_four_times_as_many_routes_of_one_shape_are_about_four_times_the_work(
    tmp_path: Path, path: str
) -> None:
    few = program_of(tmp_path / "few", routes(30, path)).program
    many = program_of(tmp_path / "many", routes(120, path)).program
    assert len(many.endpoints[0].routes) == 120  # type: ignore[union-attr]
    work = calls_of(lambda: list(check_unreachable(few)))
    assert calls_of(lambda: list(check_unreachable(many))) < 6 * work


def test_routes_of_one_path_are_compared_once(tmp_path: Path) -> None:
    few = program_of(tmp_path / "few", routes(30, "/a/{p}"))
    many = program_of(tmp_path / "many", routes(120, "/a/{p}"))
    assert sum("Route conflict" in one for one in messages(many)) == 119
    work = calls_of(lambda: list(check_unreachable(few.program)))
    assert calls_of(lambda: list(check_unreachable(many.program))) < 6 * work


def state_of(folder: Path, count: int) -> int:
    """Count the work of the lint for so many routes, each of which changes a name of its own."""
    text = routes(count, "/a{i}/{p}")
    compilation, bindings = program_of(folder, text), bound({"main": text})
    assert sum("FC703" in one for one in messages(compilation)) == count
    return calls_of(lambda: list(lint_state(compilation.program, bindings)))


def test_the_state_of_each_route_is_looked_up_not_searched(tmp_path: Path) -> None:
    few = state_of(tmp_path / "few", 30)
    assert state_of(tmp_path / "many", 120) < 6 * few


def compile_of(folder: Path, count: int) -> int:
    """Count the work of compiling so many routes of one shape."""
    return calls_of(lambda: program_of(folder, routes(count, "/a{i}/{p}")))


def test_a_whole_compile_of_many_routes_costs_what_the_routes_cost(tmp_path: Path) -> None:
    compile_of(tmp_path / "first", 1)
    few = compile_of(tmp_path / "few", 50)
    assert compile_of(tmp_path / "many", 200) < 6 * few


def test_what_no_module_of_a_web_of_star_imports_has_is_looked_for_once() -> None:
    bindings = bound(web(30))
    first = calls_of(lambda: look_up_name(bindings, "m0", "missing"))
    others = calls_of(lambda: [look_up_name(bindings, f"m{i}", "missing") for i in range(1, 30)])
    assert others < first
    # What some module has is still found, and where it is.
    assert look_up_name(bindings, "m0", "V29").binding.name == "V29"  # type: ignore[union-attr]


def test_bindings_for_a_python_are_one_value_however_often_they_are_asked_for() -> None:
    bindings = bound("x = 1\n")
    assert for_python(bindings, bindings.python) is bindings
    assert for_python(bindings, "3.13") is for_python(bindings, "3.13")
    assert for_python(bindings, "3.13").python == "3.13"


@pytest.mark.parametrize("text", ["from a import {names}\n", "x = [{names}]\n", "é = [{names}]\n"])
def test_the_places_of_a_long_line_are_those_of_its_names(text: str) -> None:
    names = ", ".join(f"n{i}" for i in range(3_000))
    source = source_of(text.format(names=names))
    syntax, problems = parse(source)
    assert problems == ()
    assert syntax is not None
    (statement,) = syntax.body
    items = statement.names if "import" in text else statement.value.items  # type: ignore[union-attr]
    assert [source.slice(one.span) for one in items] == names.split(", ")

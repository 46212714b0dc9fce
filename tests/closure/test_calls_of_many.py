"""What calls between endpoints cost to find in modules that many endpoints share."""

from pathlib import Path

from closure.folders import SDK, compiled, endpoint
from flashc.dialects.calls import calls_of
from passes.front import bound
from work import calls_of as work_of


def work(folder: Path, endpoints: int) -> int:
    """Count the work of finding the calls of so many endpoints in one module, of which some call."""
    folder.mkdir()
    text = SDK + endpoint("first")
    for i in range(endpoints):
        text += "\n\n" + endpoint(
            f"e{i}", body="    return first()\n" if i % 2 else "    return 1\n"
        )
    compilation = compiled(folder, {"main.py": text})
    bindings = bound({"main": text})
    program, closures = compilation.program, compilation.closures
    found = calls_of(program, bindings, closures)
    assert found.pop("first") == ()
    assert set(found.values()) == {("first",)}
    return work_of(lambda: calls_of(program, bindings, closures))


def test_four_times_as_many_endpoints_of_a_module_are_no_sixteen_times_the_work(
    tmp_path: Path,
) -> None:
    few = work(tmp_path / "few", 20)
    assert work(tmp_path / "many", 80) < 8 * few

"""The checks of what runs at start cost what a program is long, however its classes build on each other."""

from pathlib import Path

from closure.folders import SDK, compiled, endpoint, messages
from flashc.passes.closure.imports import import_graph
from flashc.passes.startup.check_startup import check_startup
from passes.front import bound
from work import calls_of

KINDS = """
class M{i}({base}):
    a: int
    b: list[int] = []


@dataclass
class D{i}:
    a: int
    b: list[int] = field(default_factory=list)


class E{i}(Enum):
    A = 1
"""
HEAD = "from dataclasses import dataclass, field\nfrom enum import Enum\nfrom pydantic import BaseModel\n"


def work(folder: Path, modules: int, classes: int, *, in_line: bool) -> int:
    """Count the work of checking the start of a worker whose modules have so many classes of each kind."""
    folder.mkdir()
    files = {
        f"m{m}.py": HEAD
        + "".join(
            KINDS.format(i=i, base=f"M{i - 1}" if in_line and i else "BaseModel")
            for i in range(classes)
        )
        for m in range(modules)
    }
    imports = "".join(f"import m{m}\n" for m in range(modules))
    text = SDK + imports + endpoint("one", signature=f"(a: m0.M{classes - 1})")
    compilation = compiled(folder, {**files, "main.py": text, "requirements.txt": "pydantic\n"})
    assert messages(compilation) == []
    names = {name.removesuffix(".py"): text for name, text in {**files, "main.py": text}.items()}
    bindings = bound({name: text for name, text in names.items() if name != "requirements.txt"})
    program, graph = compilation.program, import_graph(bindings)
    return calls_of(lambda: check_startup(program, bindings, graph, compilation.closures))


def test_four_times_as_many_classes_are_about_four_times_the_work(tmp_path: Path) -> None:
    few = work(tmp_path / "few", 4, 10, in_line=False)
    assert work(tmp_path / "modules", 16, 10, in_line=False) < 6 * few
    assert work(tmp_path / "classes", 4, 40, in_line=False) < 6 * few


def test_a_line_of_classes_costs_about_as_much_as_classes_side_by_side(tmp_path: Path) -> None:
    side_by_side = work(tmp_path / "side", 1, 300, in_line=False)
    assert work(tmp_path / "line", 1, 300, in_line=True) < 2 * side_by_side

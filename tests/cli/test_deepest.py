"""Syntax as deep as the gate lets through: every pass goes down to its end, and one level more is an error."""

from collections.abc import Callable

import pytest

from cli.project import Project
from flashc.passes.parse import parse
from passes.front import source_of

HEAD = """\
from typing import Annotated
from pydantic import BaseModel, Field
from tetra_rp import LiveLoadBalancer, remote
y = 1
"""
ROUTE = """\
api = LiveLoadBalancer(name="svc")
@remote(api, method="POST", path="/a")
async def a(x: int) -> int:
    return x
"""

# What nests, as deep as asked.
NESTED: dict[str, Callable[[int], str]] = {
    "operators": lambda n: " + ".join(["y"] * n),
    "texts": lambda n: " + ".join(["'s'"] * n),
    "unions": lambda n: " | ".join(["list[int]", "str"] * (n // 2 + 1)),
    "powers": lambda n: " ** ".join(["y"] * n),
    "a chain within a chain": lambda n: (
        " + ".join(["y"] * n) + " + (" + " * ".join(["y"] * n) + ")"
    ),
    "chains that begin with chains": lambda n: (
        "(" * 3 + " + ".join(["y"] * n) + f"){' * y' * n}" * 3
    ),
    "a chain within brackets": lambda n: "[" * 60 + " + ".join(["y"] * n) + "]" * 60,
    "attributes": lambda n: "y" + ".a" * n,
    "calls": lambda n: "y" + ".a()" * n,
    "items": lambda n: "y" + "[0]" * n,
    "calls of calls": lambda n: "y(" * n + "y" + ")" * n,
    "lists": lambda n: "[" * n + "y" + "]" * n,
    "dictionaries": lambda n: "{'a': " * n + "y" + "}" * n,
    "generic types": lambda n: "list[" * n + "int" + "]" * n,
    "conditions": lambda n: "y if y else " * n + "y",
    "lambdas": lambda n: "lambda: " * n + "y",
    "negations": lambda n: "not " * n + "y",
    "comprehensions": lambda n: "[" * n + "y" + " for v in y]" * n,
}
# Where it stands in a module with a route.
PLACES: dict[str, str] = {
    "returned": ROUTE.replace("return x", "return {}"),
    "default": ROUTE.replace("x: int", "x: int = {}"),
    "annotation": ROUTE.replace("x: int", "x: {}"),
    "constant": "K = {}\n" + ROUTE.replace("x: int", "x: int = K"),
    "alias": "K = {}\n" + ROUTE.replace("x: int", "x: K"),
    "metadata": ROUTE.replace("x: int", "x: Annotated[int, Field(title={})]"),
    "path": ROUTE.replace('"/a"', "{}"),
    "resource": ROUTE.replace('name="svc"', 'name="svc", env={{"A": {}}}'),
    "condition": "if {}:\n    z = 1\nelse:\n    z = 2\n" + ROUTE.replace("int)", "int = z)"),
    "decorator": ROUTE.replace("async def", "@({})\nasync def"),
    "field": "class M(BaseModel):\n    q: int = {}\n" + ROUTE.replace("x: int", "x: M"),
    "base": "class M({}):\n    q: int\n" + ROUTE.replace("x: int", "x: M"),
    "argument": "print(({0}).a, open({0}))\n" + ROUTE,
}
# Statements in statements.
BLOCKS: dict[str, Callable[[int], str]] = {
    "conditions": lambda n: "".join(" " * i + "if y:\n" for i in range(n)) + " " * n + "pass\n",
    "functions": lambda n: (
        "".join(" " * i + "def f():\n" for i in range(n)) + " " * n + "return y" + " + y" * 900
    ),
    "classes": lambda n: "".join(" " * i + "class C:\n" for i in range(n)) + " " * n + "pass\n",
    "alternatives": lambda n: "if y: pass\n" + "elif y: pass\n" * n,
}


# What any expression takes besides where it stands in the forms above.
AROUND = 12


def deepest(text: Callable[[int], str], most: int = 1100) -> int:
    """Give the most levels that the gate lets through, none of which is more than `most`."""
    good, bad = 1, most
    while bad - good > 1:
        middle = (good + bad) // 2
        syntax, _ = parse(source_of(text(middle)))
        good, bad = (good, middle) if syntax is None else (middle, bad)
    return good


@pytest.mark.parametrize("nested", NESTED)
def test_the_deepest_expression_is_read_by_every_pass(project: Project, nested: str) -> None:
    make = NESTED[nested]
    most = deepest(lambda n: f"z = {make(n)}\n")
    level = max(most - AROUND, most * 4 // 5)
    # The grammar nests types further than it does the same in an expression.
    places = [p for p in PLACES if p != "annotation" or nested not in {"items", "generic types"}]
    # Passes visit each term of a chain from each that it is in.
    for number, place in enumerate(places if most < 300 else places[:3]):
        form = PLACES[place]
        text = form.format(make(level)).replace('name="svc"', f'name="svc{number}"')
        project.place(f"src/m{number}.py", HEAD + text)
    result = project.flashc("check", "src")
    assert result.exit_code in {0, 1}
    assert "error[FC104]" not in result.err
    project.place("src/more.py", f"z = {make(most + 1)}\n")
    result = project.flashc("check", "src")
    assert (result.exit_code, result.err.count("error[FC104]")) == (1, 1)
    assert "src/more.py" in result.err


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_deepest_statements_are_read_by_every_pass(project: Project, kind: str) -> None:
    level = deepest(lambda n: HEAD + BLOCKS[kind](n))
    project.place("src/users.py", f"{HEAD}{BLOCKS[kind](level)}\n{ROUTE}")
    assert level > 80
    assert project.flashc("check", "src").exit_code == 0


@pytest.mark.parametrize("length", [5, 200, 1000])
@pytest.mark.parametrize(
    ("first", "step", "route"),
    [
        ("T0 = int", "T{} = tuple[T{before}, T{before}]", "x: T{}"),
        ("V = TypeVar('V')\nT0 = list[V]", "T{} = T{before}[V]", "x: T{}[int]"),
        ("T0 = Literal['a']", "T{} = Literal[T{before}, T{before}]", "x: T{}"),
        ("T0 = {'a': 1}", "T{} = {{'l': T{before}, 'r': T{before}}}", "x: dict = T{}"),
    ],
)
def test_long_trails_of_names_in_annotations_and_defaults_end(
    project: Project, first: str, step: str, route: str, length: int
) -> None:
    lines = [step.format(i, before=i - 1) for i in range(1, length + 1)]
    text = "\n".join(["from typing import Literal, TypeVar", first, *lines, ""])
    taken = ROUTE.replace("x: int", route.format(length))
    project.place("src/users.py", HEAD + text + taken)
    result = project.flashc("check", "src")
    assert result.exit_code == 0
    # Nobody reads an annotation of a thousand parts, and what is no longer read is said.
    is_annotation = "dict" not in route
    assert ("FC404" in result.err) == (is_annotation and (length > 45 or "Literal" in first))

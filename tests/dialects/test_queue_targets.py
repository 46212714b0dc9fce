"""What a queue endpoint runs is understood in full, in both dialects."""

from pathlib import Path

import pytest

from dialects.programs import compiled, errors
from flashc.ir.program import QueueEndpoint
from flashc.ir.targets import (
    Constructor,
    LibraryConstructor,
    NoConstructor,
    QueueClass,
    QueueFunction,
)

IMPORT = "from runpod_flash import Endpoint\nfrom tetra_rp import LiveServerless, remote\n"
QUEUE = "queue = LiveServerless(name='q')\n"
BASES = """
import functools

def longest(self, texts: list[str]) -> str:
    return max(texts, key=len)

class Root:
    def load(self, name: str = "tiny") -> None: ...
    def close(self) -> None: ...

class Left(Root):
    def load(self, path: str) -> None: ...

class Right(Root):
    def load(self) -> None: ...
    def close(self, *, now: bool = False) -> None: ...

class Tools:
    best = longest
    @functools.cached_property
    def weights(self) -> int: ...
    @property
    def size(self) -> int: ...
    @size.setter
    def size(self, value: int) -> None: ...
"""


def targets_of(folder: Path, sources: dict[str, str] | str) -> list[QueueFunction | QueueClass]:
    result = compiled(folder, sources)
    assert errors(result) == []
    queues = [one for one in result.program.endpoints if isinstance(one, QueueEndpoint)]
    return [target for queue in queues for target in queue.targets]


def class_of(folder: Path, body: str, **modules: str) -> QueueClass:
    sources = {"service": f"{IMPORT}{QUEUE}{body}", **modules}
    (target,) = targets_of(folder, sources)
    assert isinstance(target, QueueClass)
    return target


@pytest.mark.parametrize(
    ("source", "is_async", "is_generator"),
    [
        ("@remote(queue)\ndef run(a: int, *, b: str = 'x'): return a\n", False, False),
        ("@remote(queue)\nasync def run(a: int, *, b: str = 'x'): return a\n", True, False),
        ("@Endpoint(name='e')\ndef run(a: int, *, b: str = 'x'): yield a\n", False, True),
        ("e = Endpoint()\n@e\nasync def run(a: int, *, b: str = 'x'): yield a\n", True, True),
        ("def run(a: int, *, b: str = 'x'): return a\nrun = Endpoint()(run)\n", False, False),
    ],
)
def test_a_function_is_lowered_with_its_signature(
    tmp_path: Path, source: str, is_async: bool, is_generator: bool
) -> None:
    (target,) = targets_of(tmp_path, IMPORT + QUEUE + source)
    assert isinstance(target, QueueFunction)
    assert (target.module, target.name) == ("service", "run")
    assert (target.function.is_async, target.function.is_generator) == (is_async, is_generator)
    assert [p.name for p in target.function.parameters] == ["a", "b"]


def test_methods_of_bases_are_found_in_pythons_order_across_modules(tmp_path: Path) -> None:
    body = "import bases\n@remote(queue)\nclass Model(bases.Left, bases.Right):\n    '''Doc.'''\n"
    model = class_of(tmp_path, body, bases=BASES)
    found = [(m.name, m.owner, [p.name for p in m.function.parameters]) for m in model.methods]
    assert found == [("load", "Left", ["path"]), ("close", "Right", ["now"])]
    assert {m.function.module for m in model.methods} == {"bases"}
    assert model.docstring == "Doc."


def test_what_a_job_can_call_is_told_from_what_it_cannot(tmp_path: Path) -> None:
    body = """
import bases
from typing import overload

@remote(queue)
class Model(bases.Tools):
    limit = 3
    def __call__(self, prompt: str): ...
    def _private(self): ...
    @staticmethod
    def add(a: int, b: int = 1) -> int: ...
    @classmethod
    async def names(cls, prefix: str): ...
    def many(*args): ...
    @overload
    def say(self, what: int) -> int: ...
    @overload
    def say(self, what: str) -> str: ...
    def say(self, what): ...
    again = say
    halve = staticmethod(bases.longest)
    half = property(_private)
"""
    result = compiled(tmp_path, {"service": IMPORT + QUEUE + body, "bases": BASES})
    # `many(*args)` has no names that a job could give, and is the only mistake.
    assert errors(result) == []
    found = [d.message for d in result.diagnostics if d.code.number == "FC401"]
    assert [message.split(" ")[0] for message in found] == ["`args`"]
    (queue,) = (one for one in result.program.endpoints if isinstance(one, QueueEndpoint))
    (model,) = queue.targets
    assert isinstance(model, QueueClass)
    assert [
        (m.name, m.kind.value, m.owner, [p.name for p in m.function.parameters])
        for m in model.methods
    ] == [
        ("__call__", "instance", "Model", ["prompt"]),
        ("add", "static", "Model", ["a", "b"]),
        ("names", "class", "Model", ["prefix"]),
        ("many", "instance", "Model", ["args"]),
        ("say", "instance", "Model", ["what"]),
        ("again", "instance", "Model", ["what"]),
        ("halve", "static", None, ["self", "texts"]),
        ("best", "instance", None, ["texts"]),
    ]
    assert [(p.name, p.owner) for p in model.properties] == [
        ("half", "Model"),
        ("weights", "Tools"),
        ("size", "Tools"),
    ]


def test_a_name_that_a_class_takes_back_is_no_method(tmp_path: Path) -> None:
    body = """
import bases
@remote(queue)
class Model(bases.Root):
    load = None
    @property
    def close(self): ...
    def run(self): ...
"""
    model = class_of(tmp_path, body, bases=BASES)
    assert [m.name for m in model.methods] == ["run"]
    assert [p.name for p in model.properties] == ["close"]


CONSTRUCTED = {
    "nothing": ("class M:\n    def run(self): ...\n", None),
    "init": ("class M:\n    def __init__(self, a, b=1): ...\n    def run(self): ...\n", ["a", "b"]),
    "inherited": (
        """
class B:
    def __init__(self, *args, **more): ...
class M(B):
    def run(self): ...
""",
        ["args", "more"],
    ),
    "dataclass": (
        """
@dataclass
class B:
    a: int
    n: ClassVar[int] = 1
    _: KW_ONLY
    k: str = "k"
@dataclass
class M(B):
    b: list = field(default_factory=list)
    hidden: int = field(init=False)
    def run(self): ...
""",
        ["a", "b", "k"],
    ),
    "model": (
        """
class M(BaseModel):
    a: int = Field(...)
    b: str = Field("x")
    def run(self): ...
""",
        ["a", "b"],
    ),
    "library": ("class M(torch.nn.Module):\n    def run(self): ...\n", "torch.nn.Module"),
    "plain": ("class M(Generic[T], abc.ABC):\n    def run(self): ...\n", None),
}


@pytest.mark.parametrize("case", CONSTRUCTED)
def test_a_constructor_is_what_python_would_call(tmp_path: Path, case: str) -> None:
    classes, expected = CONSTRUCTED[case]
    imports = """
import abc, torch
from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar, Generic, TypeVar
from pydantic import BaseModel, Field
T = TypeVar("T")
"""
    model = class_of(tmp_path, imports + classes + "\nEndpoint(name='made')(M)\n")
    match model.constructor:
        case NoConstructor():
            assert expected is None
        case LibraryConstructor(name=name):
            assert name == expected
        case Constructor(parameters=parameters):
            assert [p.name for p in parameters] == expected


def test_library_bases_are_named_because_their_methods_are_not(tmp_path: Path) -> None:
    body = "import torch\n@remote(queue)\nclass M(torch.nn.Module):\n    def run(self): ...\n"
    assert class_of(tmp_path, body).libraries == ("torch.nn.Module",)


def test_bases_in_a_circle_end_the_search(tmp_path: Path) -> None:
    one = "import two\nclass A(two.B):\n    def run(self): ...\n"
    two = "import one\nclass B(one.A):\n    def walk(self): ...\n"
    body = "import one\n@remote(queue)\nclass M(one.A):\n    def go(self): ...\n"
    model = class_of(tmp_path, body, one=one, two=two)
    assert [m.name for m in model.methods] == ["go", "run", "walk"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@Endpoint(max_concurrency=4)\nasync def run(a): ...\n", 4),
        ("@Endpoint()\nasync def run(a): ...\n", 1),
        ("COMMON = {'max_concurrency': 3}\n@Endpoint(**COMMON)\nasync def run(a): ...\n", 3),
        (QUEUE + "@remote(queue)\nasync def run(a): ...\n", 1),
    ],
)
def test_an_endpoint_knows_how_many_jobs_run_at_a_time(
    tmp_path: Path, source: str, expected: int
) -> None:
    (endpoint,) = compiled(tmp_path, IMPORT + source).program.endpoints
    assert isinstance(endpoint, QueueEndpoint)
    assert endpoint.max_concurrency == expected


def test_each_target_keeps_what_it_needs_installed(tmp_path: Path) -> None:
    source = """
@remote(queue, dependencies=["torch>=2"], system_dependencies=["ffmpeg"])
def one(a): ...

@remote(queue, dependencies=["numpy"])
def two(a): ...
"""
    first, second = targets_of(tmp_path, IMPORT + QUEUE + source)
    assert first.packages.python == ("torch>=2",)
    assert first.packages.system == ("ffmpeg",)
    assert second.packages.python == ("numpy",)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("@remote(queue)\nclass M:\n    def run(): ...\n", "FC232"),
        ("@remote(queue, dependencies=['-r x'])\ndef run(a): ...\n", "FC504"),
        ("def outer():\n    @remote(queue)\n    def run(a): ...\n", "FC241"),
    ],
)
def test_mistakes_are_reported_like_those_of_routes(tmp_path: Path, source: str, code: str) -> None:
    result = compiled(tmp_path, IMPORT + QUEUE + source)
    assert [d.code.number for d in errors(result)] == [code]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("@remote(queue)\ndef run(a, /): ...\n", "FC401"),
        ("@remote(queue)\ndef run(*a): ...\n", "FC401"),
        ("@remote(queue)\nclass M:\n    def run(self, a, /): ...\n", "FC401"),
        ("from fastapi import Request\n@remote(queue)\ndef run(a: Request): ...\n", "FC401"),
        ("from fastapi import UploadFile\n@Endpoint()\ndef run(a: UploadFile): ...\n", "FC401"),
        ("from fastapi import Depends\n@Endpoint()\ndef run(a=Depends(len)): ...\n", "FC401"),
        ("from fastapi import Depends\n@Endpoint()\ndef run(a=Depends(lambda: 1)): ...\n", "FC408"),
        ("@remote(queue)\nclass M:\n    x = 1\n", "FC230"),
    ],
)
def test_what_only_breaks_jobs_is_a_warning(tmp_path: Path, source: str, code: str) -> None:
    result = compiled(tmp_path, IMPORT + QUEUE + source)
    said = [(d.level, d.code.number) for d in result.diagnostics if d.level != "note"]
    assert said == [("warning", code)]


def test_an_unknown_annotation_is_a_warning_for_jobs_too(tmp_path: Path) -> None:
    source = "@remote(queue)\nclass M:\n    def run(self, a: 'Lost', b: int): ...\n"
    result = compiled(tmp_path, IMPORT + QUEUE + source)
    assert sorted(d.code.number for d in result.diagnostics) == ["FC210", "FC404"]

"""Classes and types that Python or pydantic refuses: both are asked in every test."""

from pathlib import Path

import pytest

from environments import Shared
from startup.importing import IS_LAZY, Modules, lazy_python, python_refuses, reported

DATA = "from dataclasses import dataclass, field, KW_ONLY, InitVar\nfrom typing import ClassVar\n"
ENUM = "import enum\nfrom enum import Enum\n"
MODEL = (
    "from pydantic import BaseModel, ConfigDict, Field\n"
    "from typing import Annotated, Callable, ClassVar, Dict, List, Literal, Optional, Type\n"
)
TYPES = "import typing\nfrom typing import *\n"
POSTPONED = "from __future__ import annotations\n"

REFUSED: dict[str, tuple[Modules, str]] = {
    "a field without a default after one with it": (
        {"main": DATA + "@dataclass\nclass A:\n    a: int = 1\n    b: str\n"},
        "FC623",
    ),
    "a field after a factory": (
        {
            "main": DATA
            + "@dataclass(order=True)\nclass A:\n    a: list = field(default_factory=list)\n    b: str\n"
        },
        "FC623",
    ),
    "a field after an inherited default": (
        {
            "main": DATA + "from b import A\n@dataclass\nclass B(A):\n    b: str\n",
            "b": DATA + "@dataclass\nclass A:\n    a: 'int' = 1\n",
        },
        "FC623",
    ),
    "an argument of __init__ only": (
        {"main": DATA + "@dataclass\nclass A:\n    a: int = 1\n    b: InitVar[str]\n"},
        "FC623",
    ),
    "a field before those that are passed by keyword": (
        {
            "main": DATA
            + "@dataclass\nclass A:\n    a: int = 1\n    b: str\n    _: KW_ONLY\n    c: int\n"
        },
        "FC623",
    ),
    "the order of a dataclass of pydantic": (
        {
            "main": "from pydantic.dataclasses import dataclass\n"
            "@dataclass\nclass A:\n    a: int = 1\n    b: str\n"
        },
        "FC623",
    ),
    "a list": ({"main": DATA + "@dataclass\nclass A:\n    a: list = []\n"}, "FC623"),
    "a dict behind field": (
        {"main": DATA + "@dataclass\nclass A:\n    a: dict = field(default={})\n"},
        "FC623",
    ),
    "a set that is called for": (
        {"main": DATA + "@dataclass\nclass A:\n    a: set = set()\n"},
        "FC623",
    ),
    "a list of another name": (
        {
            "main": DATA + "from b import NONE\n@dataclass\nclass A:\n    a: list = NONE\n",
            "b": "NONE = [1]\n",
        },
        "FC623",
    ),
    "a comprehension": (
        {"main": DATA + "@dataclass\nclass A:\n    a: list = [i for i in (1, 2)]\n"},
        "FC623",
    ),
    "another dataclass": (
        {
            "main": DATA
            + "@dataclass\nclass A:\n    a: int = 1\n@dataclass\nclass B:\n    a: A = A()\n"
        },
        "FC623",
    ),
    "a member twice": ({"main": ENUM + "class A(Enum):\n    X = 1\n    X = 2\n"}, "FC623"),
    "a member and a method": (
        {"main": ENUM + "class A(str, Enum):\n    X = 'x'\n    def X(self): ...\n"},
        "FC623",
    ),
    "two automatic members": (
        {"main": ENUM + "class A(enum.Flag):\n    X = enum.auto()\n    X = enum.auto()\n"},
        "FC623",
    ),
    "an enum that extends one": (
        {
            "main": ENUM + "from b import A\nclass B(A):\n    Y = 2\n",
            "b": ENUM + "class A(Enum):\n    X = 1\n",
        },
        "FC623",
    ),
    "a value twice where each is unique": (
        {"main": ENUM + "@enum.unique\nclass A(Enum):\n    X = 'x'\n    Y = 'x'\n"},
        "FC623",
    ),
    "an attribute of a model": ({"main": MODEL + "class A(BaseModel):\n    a = 5\n"}, "FC623"),
    "a field of a model": (
        {"main": MODEL + "class A(BaseModel):\n    a = Field(5)\n"},
        "FC623",
    ),
    "an inherited field": (
        {"main": MODEL + "class A(BaseModel):\n    a: str\nclass B(A):\n    a = 'b'\n"},
        "FC623",
    ),
    "a plain class": (
        {"main": MODEL + "class P: ...\nclass A(BaseModel):\n    a: P\n"},
        "FC623",
    ),
    "a plain class of another module": (
        {
            "main": POSTPONED
            + MODEL
            + "from b import P\nclass A(BaseModel):\n    a: dict[str, P | None] = {}\n",
            "b": "class P:\n    def __init__(self):\n        self.x = 1\n",
        },
        "FC623",
    ),
    "a plain class in quotes": (
        {"main": MODEL + "class P: ...\nclass A(BaseModel):\n    a: 'Optional[P]' = None\n"},
        "FC623",
    ),
    "a plain class in a model with a configuration": (
        {
            "main": MODEL + "class P: ...\nclass A(BaseModel):\n"
            "    model_config = ConfigDict(extra='forbid')\n    a: List[P]\n"
        },
        "FC623",
    ),
    "any": ({"main": MODEL + "class A(BaseModel):\n    a: any\n"}, "FC623"),
    "a type of a library": (
        {"main": MODEL + "import io\nclass A(BaseModel):\n    a: io.BytesIO\n"},
        "FC623",
    ),
    "a type in a model's quotes": (
        {"main": MODEL + "class A(BaseModel):\n    a: 'Optional[int, str]'\n"},
        "FC624",
    ),
    "a postponed type of a model": (
        {"main": POSTPONED + MODEL + "class A(BaseModel):\n    a: Dict[str]\n"},
        "FC624",
    ),
    **{
        f"the type {text}": ({"main": f"{TYPES}class P: ...\ndef f(x: {text}): ...\n"}, "FC624")
        for text in (
            *("Optional[int, str]", "Dict[str]", "typing.List[int, str]", "Mapping[str]"),
            *("Callable[int]", "Callable[[int]]", "Annotated[int]", "ClassVar[int, str]"),
            *("'int' | None", "None | 'int'", "int | 'P'", "list[int] | 'P'", "'P' | P"),
            *("int[str]", "any[str]", "P[int]", "list[Optional[int, str]]", "'P' | int | None"),
            *("dict[str, 'P' | None]", "Iterator[int, int]", "type[P[int]]", "Counter[str, int]"),
        )
    },
    "a type that is given a name": ({"main": TYPES + "Found = Optional[int, str]\n"}, "FC624"),
    "a type that a field has": (
        {"main": DATA + "@dataclass\nclass A:\n    a: int[str]\n"},
        "FC624",
    ),
    "what a function returns": ({"main": "def f() -> 'list' | None: ...\n"}, "FC624"),
    "a model that is not generic": (
        {"main": MODEL + "class A(BaseModel):\n    a: int\ndef f(x: A[int]): ...\n"},
        "FC624",
    ),
    "what a try around it does not catch": (
        {"main": "try:\n    x = int[str]\nexcept ValueError:\n    x = int\n"},
        "FC624",
    ),
}

ACCEPTED: dict[str, Modules] = {
    "fields in order": {
        "main": DATA
        + "@dataclass\nclass A:\n    a: int\n    b: list = field(default_factory=list)\n"
        "    c: ClassVar[list] = []\n    d: int = field(init=False)\n    e: int = field(kw_only=True)\n"
    },
    "fields that are passed by keyword": {
        "main": DATA + "@dataclass(kw_only=True)\nclass A:\n    a: int = 1\n    b: str\n"
        "@dataclass\nclass B(A):\n    c: str\n"
        "@dataclass\nclass C:\n    a: int = 1\n    _: KW_ONLY\n    b: str\n"
    },
    "fields without an __init__": {
        "main": DATA + "@dataclass(init=False)\nclass A:\n    a: int = 1\n    b: str\n"
    },
    "a default that another statement gives": {
        "main": DATA
        + "@dataclass\nclass A:\n    a: int = 1\n    b: str\n    @property\n    def b(self): ...\n"
        "class C:\n    b = 2\n@dataclass\nclass D(C):\n    a: int = 1\n    b: int\n"
    },
    "a field again": {
        "main": DATA
        + "@dataclass\nclass A:\n    a: int\n    b: int = 1\n@dataclass\nclass B(A):\n    a: str\n    b: int\n"
    },
    "what a function gives a field": {
        "main": DATA
        + "def own(): return field()\n@dataclass\nclass A:\n    a: int = own()\n    b: int\n"
        "S = field()\n@dataclass\nclass B:\n    a: int = S\n    b: int\n"
    },
    "variables of a class": {
        "main": DATA
        + "CV = ClassVar\nLists = ClassVar[list]\n@dataclass\nclass A:\n    a: CV[list] = []\n"
        "    b: Lists = []\n    c: 'ClassVar[dict]' = {}\n    d = []\n    e: InitVar[list] = []\n"
    },
    "frozen instances": {
        "main": DATA
        + "@dataclass(frozen=True)\nclass A:\n    a: int = 1\n@dataclass(eq=False)\nclass C: ...\n"
        "@dataclass\nclass D:\n    def __hash__(self): return 1\n"
        "@dataclass\nclass B:\n    a: A = A()\n    c: C = C()\n    d: D = D()\n    e: tuple = ([],)\n"
    },
    "a class that a decorator may change": {
        "main": DATA
        + "class Z: ...\ndef drop(c): return Z\n@dataclass\n@drop\nclass A:\n    a: int = 1\n    b: str\n"
    },
    "members of enums": {
        "main": ENUM + "class A(Enum):\n    _ignore_ = 'X'\n    X = 1\n    X = 2\n    Y = 3\n"
        "class B(Enum):\n    def f(self): ...\n    f_ = f\n    Z: int\n    Z = 1\n"
        "class C(Enum):\n    def f(self): ...\nclass D(C):\n    X = 1\n    Y = 1\n"
        "@enum.unique\nclass E(Enum):\n    X = 1\n    Y = '1'\n"
    },
    "attributes of models": {
        "main": MODEL
        + "class A(BaseModel):\n    model_config = {}\n    __tag__ = 1\n    _p = 5\n    c: ClassVar[int] = 1\n"
        "    f = lambda self: 1\n    def g(self): ...\n    class Inner: ...\n    h = property(g)\n"
        "    i = []\n    i: list\nclass B(A):\n    c = 2\n    _p = 6\n    @property\n    def k(self): ...\n"
    },
    "what only looks like a model": {
        "main": "class BaseModel: ...\nclass A(BaseModel):\n    a = 5\n    b: any = 1\n"
    },
    "types that pydantic is told about": {
        "main": MODEL
        + "class P:\n    @classmethod\n    def __get_pydantic_core_schema__(cls, s, h):\n        return h(int)\n"
        "class A(BaseModel):\n    a: P\n"
    },
    "types that a model allows": {
        "main": MODEL
        + "class P: ...\nclass A(BaseModel):\n    model_config = ConfigDict(arbitrary_types_allowed=True)\n"
        "    a: P\nclass B(A):\n    b: P\n"
    },
    "types that a shared configuration allows": {
        "main": MODEL
        + "from b import SHARED\nclass P: ...\nclass A(BaseModel):\n    model_config = SHARED\n    a: P\n",
        "b": "SHARED = {'arbitrary_types_allowed': True}\n",
    },
    "types that come later": {"main": MODEL + "class A(BaseModel):\n    a: 'P'\nclass P: ...\n"},
    "types of a model that waits for another": {
        "main": MODEL
        + "class P: ...\nclass Q(BaseModel):\n    r: 'R'\nclass A(BaseModel):\n    a: Q\n    b: P\n"
    },
    "types that are no fields": {
        "main": MODEL
        + "class P: ...\nclass A(BaseModel):\n    a: ClassVar[P] = P()\n    _b: P\n    c: Type[P]\n"
        "    d: Annotated[int, P]\n    e: Literal['P']\n    f: Callable[[P], P]\n"
    },
    "types that Python makes": {
        "main": TYPES
        + "from abc import ABC\nT = TypeVar('T')\nclass G(Generic[T]): ...\nclass H(G[T]): ...\nclass P: ...\n"
        "class C:\n    def __class_getitem__(cls, k): return cls\nclass D(C): ...\nclass M(type):\n"
        "    def __or__(cls, other): return cls\n    def __getitem__(cls, k): return cls\n"
        "class N(metaclass=M): ...\nclass K(list): ...\n"
        "x = (Optional[int], Dict[str, int], Callable[..., int], Callable[[int], str], G[int], H[int],\n"
        "    D[int], N[int], N | 'P', K[int], dict[str], Optional['P'], Optional[int] | 'P', List[int] | 'P',\n"
        "    Annotated[int, 1], Tuple[int, str, int], int | None, 1 | 2, {1} | {2}, Union[int, 'P'],\n"
        "    Literal['a', 'b'], Optional[Literal['a', 'b']], Type[P], 'abc'[0], [1][0])\n"
    },
    "types that nobody evaluates": {
        "main": POSTPONED + TYPES + "def f(x: Optional[int, str], y: 'P' | None) -> int[str]: ...\n"
    },
    "types in quotes": {"main": "def f(x: 'Optional[int, str]') -> 'int[str]': ...\n"},
    "names of a class": {"main": "class A:\n    int = {'a': 1}\n    x = int['a']\n"},
    "types that may fail": {
        "main": "try:\n    x = int[str]\nexcept TypeError:\n    x = int\n"
        "try:\n    y = 'a' | None\nexcept Exception:\n    y = int\n"
        "z = (lambda: int[str], [int[i] for i in ()], False and int[str])\n"
    },
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_python_refuses_is_reported(name: str, tmp_path: Path) -> None:
    modules, code = REFUSED[name]
    assert python_refuses(modules, tmp_path) is bool(reported(modules, lazy=IS_LAZY))
    found = reported(modules)
    assert [one.code.number for one in found] == [code]
    assert all(one.help and one.primary for one in found)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_python_accepts_is_not(name: str, tmp_path: Path) -> None:
    assert not python_refuses(ACCEPTED[name], tmp_path)
    assert reported(ACCEPTED[name]) == ()


@pytest.mark.parametrize("name", REFUSED)
def test_for_a_lazy_python_only_what_it_refuses_is_reported(
    name: str, tmp_path: Path, shared: Shared
) -> None:
    modules, _ = REFUSED[name]
    refused = python_refuses(modules, tmp_path, python=lazy_python(shared))
    assert refused is bool(reported(modules, lazy=True))


def test_what_is_in_a_branch_or_a_function_may_never_run() -> None:
    text = DATA + "def f():\n    @dataclass\n    class A:\n        a: list = []\n"
    assert reported({"main": text}) == ()
    text = "import sys\nif sys.argv:\n    x = int[str]\n"
    assert reported({"main": text}) == ()

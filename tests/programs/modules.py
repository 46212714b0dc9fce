"""Invents programs of several modules that import each other, use names early, late and never bound.

About a third of them cannot be imported. Which ones is for Python to say.
"""

import random
from collections.abc import Mapping
from typing import Final

MODULES: Final = ("alpha", "beta", "kit.gamma", "kit.delta")
NAMES: Final = ("FIRST", "second", "Third", "FOURTH", "fifth")
HEAD: Final = """from tetra_rp import LiveLoadBalancer, remote
"""
ROUTES: Final = """
api = LiveLoadBalancer(name="invented")


@remote(api, method="POST", path="/answer")
def answer(number: int, model: "Model | None" = None):
    return number
"""
MODEL: Final = """
from enum import Enum
from pydantic import BaseModel


class Tone(Enum):
    LOW = 1
    HIGH = 2


class Model(BaseModel):
    tone: Tone = Tone.LOW
"""


def program(random_: random.Random) -> Mapping[str, str]:
    """Give the text of each file by its path; `alpha` has the routes."""
    bound = {name: random_.sample(NAMES, random_.randint(1, 3)) for name in MODULES}
    files = {f"{m.replace('.', '/')}.py": _module(m, bound, random_) for m in MODULES}
    package = [_import("kit", bound, random_)] if random_.random() < 0.4 else []
    files["kit/__init__.py"] = "\n".join(package) + "\n"
    return files


def _module(name: str, bound: Mapping[str, list[str]], random_: random.Random) -> str:
    statements = [_binding(own, random_) for own in bound[name]]
    statements += [_import(name, bound, random_) for _ in range(random_.choice((0, 1, 1, 2)))]
    statements += [_use(random_) for _ in range(random_.choice((0, 0, 1)))]
    random_.shuffle(statements)
    if random_.random() < 0.15:
        statements.insert(0, "from __future__ import annotations")
    text = "\n".join(statements) + "\n"
    if name != "alpha":
        return text
    future, _, rest = text.rpartition("from __future__ import annotations\n")
    head = "from __future__ import annotations\n" if future or text.startswith("from __f") else ""
    return head + HEAD + MODEL + rest + ROUTES


def _binding(name: str, random_: random.Random) -> str:
    other = random_.choice((*NAMES, "len", "1"))
    return random_.choice(
        (
            f"{name} = 1",
            f"{name} = [1, 2]",
            f"def {name}(x=1):\n    return x",
            f"def {name}(x: {random_.choice(('int', 'str', other if other != '1' else 'int'))}): ...",
            f"class {name}:\n    low = 1",
            f"if len('x'):\n    {name} = 2",
            f"try:\n    {name} = {other}\nexcept NameError:\n    {name} = 3",
        )
    )


def _import(name: str, bound: Mapping[str, list[str]], random_: random.Random) -> str:
    target = random_.choice([other for other in MODULES if other != name])
    taken = random_.choice(bound[target])
    return random_.choice(
        (
            f"import {target}",
            f"import {target} as other\nTAKEN = other.{taken}",
            f"from {target} import {taken}",
            f"from {target} import {taken} as renamed",
            f"from {target} import *",
            f"def late():\n    from {target} import {taken}\n    return {taken}",
            f"try:\n    from {target} import {taken}\nexcept ImportError:\n    {taken} = None",
        )
    )


def _use(random_: random.Random) -> str:
    name = random_.choice(NAMES)
    return random_.choice(
        (
            f"USED = {name}",
            f"USED = [item for item in (1, {name})]",
            f"USED = lambda: {name}",
            f"def using(x={name}):\n    return x",
            f"if {name}:\n    USED = 1",
            f"USED = f'{{{name}}}'",
        )
    )

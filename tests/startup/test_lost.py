"""Declarations that a misspelt name would lose: each is an error, though no worker ships them."""

from pathlib import Path

import pytest

from closure.folders import compiled, messages

OK = """from runpod_flash import Endpoint
ok = Endpoint(name="ok", cpu="cpu3c-1-2")
@ok.get("/a")
def a() -> int:
    return 1
"""
IMPORTS = (
    "from runpod_flash import Endpoint\nfrom tetra_rp import LoadBalancerSlsResource, remote\n"
)
LOST = {
    "the class": ('api = Endpont(name="x")\n@api.get("/x")\n', "Endpont"),
    "the decorator": (
        'api = LoadBalancerSlsResource(name="x")\n@remot(api, method="GET", path="/x")\n',
        "remot",
    ),
    "the object": ('apii = Endpoint(name="x")\n@api.get("/x")\n', "api"),
    "the object of another module": ("from ok import ok\n@okk.get('/x')\n", "okk"),
}


@pytest.mark.parametrize(("text", "name"), LOST.values(), ids=LOST)
@pytest.mark.parametrize("alone", [True, False])
def test_a_declaration_whose_name_is_misspelt_is_an_error(
    tmp_path: Path, text: str, name: str, alone: bool
) -> None:
    files = {"lost.py": IMPORTS + text + "def x() -> int:\n    return 1\n"}
    if not alone or "from ok" in text:
        files["ok.py"] = OK
    errors = [one for one in messages(compiled(tmp_path, files)) if not one.startswith("FC209")]
    assert errors == [f"FC618 `{name}` is not defined"]


@pytest.mark.parametrize(
    "text",
    [
        # Not certain, not a declaration, nothing of the SDK around it, or defined unseen.
        "try:\n    api = Endpont(name='x')\nexcept NameError:\n    pass\n",
        "def later():\n    return Endpont(name='x')\n",
        "if __name__ == '__main__':\n    api = Endpont(name='x')\n",
        "data = get_ipython()\n",
        "from json import *\napi = Endpont(name='x')\n",
        "globals()['Endpont'] = Endpoint\napi = Endpont(name='x', cpu='cpu3c-1-2')\n",
    ],
)
def test_what_may_be_right_is_not_reported(tmp_path: Path, text: str) -> None:
    found = messages(compiled(tmp_path, {"ok.py": OK, "lost.py": IMPORTS + text}))
    assert [one for one in found if one.startswith("FC618")] == []


def test_a_module_without_the_sdk_is_left_alone(tmp_path: Path) -> None:
    files = {"ok.py": OK, "script.py": "@undefined\ndef f(): ...\n"}
    assert messages(compiled(tmp_path, files)) == []


def test_a_resource_that_nothing_makes_says_which_name_is_not_defined(tmp_path: Path) -> None:
    text = 'api = LoadBalancrSlsResource(name="x")\n@remote(api, method="GET", path="/x")\n'
    files = {"one.py": IMPORTS + text + "def x() -> int:\n    return 1\n"}
    problems = compiled(tmp_path, files).diagnostics
    assert [one.code.number for one in problems] == ["FC618", "FC202"]
    label = problems[1].primary.text if problems[1].primary else ""
    assert label == "made by `LoadBalancrSlsResource`, which is not defined"


def test_a_syntax_error_is_not_echoed_by_the_types_that_it_hides(tmp_path: Path) -> None:
    text = OK + "from kinds import Kind\n@ok.get('/b')\ndef b(kind: Kind): ...\n"
    files = {"ok.py": text + "@ok.post('/c')\ndef c(kind: list[Kind]): ...\n", "kinds.py": "x y\n"}
    found = messages(compiled(tmp_path, files))
    assert [one.split()[0] for one in found] == ["FC104"]


def test_a_marker_with_a_name_that_is_not_defined_is_one_mistake(tmp_path: Path) -> None:
    text = "from fastapi import Depends\n" + OK
    text += "def key() -> int: ...\n@ok.get('/b')\ndef b(x: int = Depends(kee)): ...\n"
    found = messages(compiled(tmp_path, {"ok.py": text}))
    assert [one for one in found if one[:5] in ("FC618", "FC408")] == ["FC618 `kee` is not defined"]

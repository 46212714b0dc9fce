"""Names of the standard library in whole programs: what is read, imported or patched there."""

from pathlib import Path

import pytest

from closure.folders import compiled, messages

ATTRIBUTES = """import os, sys, json as j
from runpod_flash import Endpoint
api = Endpoint(name="api", cpu="cpu3c-1-2")
{line}
@api.get("/a")
def a() -> int:
    return 1
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("HERE = os.getcwdd()", "FC620 module `os` has no `getcwdd`"),
        ("HERE = os.path.joine('a')", "FC620 module `os.path` has no `joine`"),
        ("print(j.lods('1'))", "FC620 module `json` has no `lods`"),
        ("HERE = os.getcwd()", None),
        ("os.getcwdd = os.getcwd", None),
        ("os.getcwdd = os.getcwd\nHERE = os.getcwdd()", None),
        ("def patch(module):\n    module.getcwdd = os.getcwd\npatch(os)\nos.getcwdd()", None),
        ("os.a, (os.b, os.getcwdd) = 1, (2, os.getcwd)\nHERE = os.getcwdd()", None),
        ("for os.getcwdd in [os.getcwd]: pass\nHERE = os.getcwdd()", None),
        ("setattr(os, 'getcwdd', os.getcwd)\nHERE = os.getcwdd()", None),
        ("os.getcwddd = os.getcwd\nHERE = os.getcwdd()", "FC620 module `os` has no `getcwdd`"),
        ("HERE = [os.getcwdd() for _ in range(0)]", None),
        ("HERE = list(os.getcwdd() for _ in range(0))", None),
        ("HERE = {1: 2 for _ in range(0) for _ in os.getcwdd()}", None),
        ("HERE = [_ for _ in range(0) if os.getcwdd()]", None),
        ("HERE = [_ for _ in os.getcwdd()]", "FC620 module `os` has no `getcwdd`"),
        ("HERE = {(a, b) for a, b in os.getcwdd() if a}", "FC620 module `os` has no `getcwdd`"),
        ("HERE = [[os.getcwdd()], 1]", "FC620 module `os` has no `getcwdd`"),
        ("HERE = os.startfile if sys.platform == 'win32' else os.getcwd", None),
        ("if sys.platform == 'win32':\n    os.startfile('x')", None),
        ("later = lambda: os.getcwdd()", None),
        ("class A:\n    here = os.getcwdd()", "FC620 module `os` has no `getcwdd`"),
        ("class A:\n    class B:\n        x = os.getcwdd", "FC620 module `os` has no `getcwdd`"),
        ("class A:\n    os = 1\n    x = os.getcwdd", None),
        ("class A:\n    if sys.platform == 'win32':\n        x = os.startfile", None),
        ("@j.lods\ndef f(): ...", "FC620 module `json` has no `lods`"),
        ("@j.lods\nclass A: ...", "FC620 module `json` has no `lods`"),
        ("class A(j.JSONDecodr): ...", "FC620 module `json` has no `JSONDecodr`"),
        ("def f(x=os.getcwdd()): ...", "FC620 module `os` has no `getcwdd`"),
        ("def later():\n    return os.getcwdd()", "FC708 module `os` has no `getcwdd`"),
        ("def later():\n    return os.startfile('x')", None),
        ("def later(os):\n    return os.getcwdd()", None),
    ],
)
def test_an_attribute_of_the_library_that_is_read_is_there(
    tmp_path: Path, line: str, found: str | None
) -> None:
    compilation = compiled(tmp_path, {"one.py": ATTRIBUTES.format(line=line)})
    assert messages(compilation) == ([found] if found else [])


@pytest.mark.parametrize(
    ("patch", "found"),
    [
        ("os.getcwdd = os.getcwd", []),
        ("print(os.getcwd)", ["FC614 Cannot import name 'getcwdd' from 'os'"]),
    ],
)
def test_what_another_module_puts_on_the_library_may_be_imported(
    tmp_path: Path, patch: str, found: list[str]
) -> None:
    line = "import patches\nfrom os import getcwdd"
    sources = {"one.py": ATTRIBUTES.format(line=line), "patches.py": f"import os\n{patch}\n"}
    assert messages(compiled(tmp_path, sources)) == found


def test_a_module_called_almost_like_one_of_the_library_is_no_package_to_install(
    tmp_path: Path,
) -> None:
    (problem,) = compiled(tmp_path, {"one.py": ATTRIBUTES.format(line="import maths")}).diagnostics
    assert problem.message == "Cannot import module 'maths'"
    assert problem.help is not None and problem.help.startswith("did you mean `math`? If not, say")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from os import startfile", True),
        ("WINDOWS = os.name == 'nt'\nif WINDOWS:\n    from os import startfile", False),
        ("def on_windows():\n    from os import startfile", False),
        ("def later():\n    from os import getcwdd", True),
        ("if os.name == 'nt':\n    from os import getcwdd", True),
        ("try:\n    from os import startfile\nexcept ImportError:\n    pass", False),
    ],
)
def test_what_another_system_has_may_be_imported_where_only_that_runs(
    tmp_path: Path, line: str, found: bool
) -> None:
    said = messages(compiled(tmp_path, {"one.py": ATTRIBUTES.format(line=line)}))
    assert [one[:5] for one in said] == (["FC614"] if found else [])

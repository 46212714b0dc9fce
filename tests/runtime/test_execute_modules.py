"""Modules and dependencies of what is sent to `/execute`."""

import asyncio
import base64
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import cloudpickle
import pytest

from flashc_runtime import create_app
from flashc_runtime.execute import run
from runtime.asgi import Answer, _call
from runtime.sent import LOCAL, ask, error, result, task


@pytest.fixture(autouse=True)
def _no_sent_modules() -> Iterator[None]:
    """Leave the test's process as it was."""
    yield
    run._modules.deactivate()


def test_dependencies_must_be_there_already() -> None:
    fine = ["pydantic>=2", "cloudpickle", "nowhere-1; python_version < '3'"]
    assert result("def f(): return 1", dependencies=fine) == 1
    code = "def f(): return 1"
    said = error(task(code, dependencies=["not-there-at-all>=1"]))
    assert said.startswith("dependency 'not-there-at-all>=1' is not installed in this worker: add")
    assert "is not met by pydantic 2." in error(task(code, dependencies=["pydantic<1"]))
    assert "is no requirement" in error(task(code, dependencies=["not a requirement"]))


def test_system_dependencies_must_be_there_already(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flashc_runtime.execute import dependencies

    status = tmp_path / "status"
    monkeypatch.setattr(dependencies, "_DPKG", status)
    dependencies._installed.cache_clear()
    code = "def f(): return 1"
    with caplog.at_level(logging.WARNING, logger="flashc_runtime"):
        assert result(code, system_dependencies=["ffmpeg"]) == 1
    assert "cannot tell whether 'ffmpeg' is there" in caplog.text
    status.write_text(
        "Package: ffmpeg\nStatus: install ok installed\nProvides: a-codec, other (= 1)\n"
        "Version: 7:5.1\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n"
    )
    there = ["ffmpeg", "ffmpeg=7:5.1", "a-codec", "other", "ffmpeg:amd64"]
    assert result(code, system_dependencies=there) == 1
    said = error(task(code, system_dependencies=["gone"]))
    assert said.startswith("system dependency 'gone' is not installed: add it to the function's")
    assert "not met by version 7:5.1" in error(task(code, system_dependencies=["ffmpeg=6"]))


def test_modules_that_are_sent_can_be_imported() -> None:
    modules = {
        "sent_one/__init__.py": "from .inner import VALUE",
        "sent_one/inner.py": "VALUE = 3",
        "sent_folder/deep/two.py": "from sent_one import VALUE\nCOUNT = VALUE + 1",
        "größe.py": "X = 1",
    }
    code = (
        "def f():\n"
        "    import sent_one, größe\n"
        "    from sent_folder.deep.two import COUNT\n"
        "    from importlib import import_module\n"
        "    return sent_one.VALUE, COUNT, größe.X, import_module('sent_one.inner').__file__"
    )
    assert result(code, modules=modules) == (3, 4, 1, "/execute/sent_one/inner.py")


def test_a_changed_module_is_imported_anew_and_an_unchanged_one_is_kept() -> None:
    code = "def f():\n    import sent_state\n    sent_state.SEEN.append(1)\n    return len(sent_state.SEEN)"
    assert result(code, modules={"sent_state.py": "SEEN = []"}) == 1
    assert result(code, modules={"sent_state.py": "SEEN = []"}) == 2
    assert result(code, modules={"sent_state.py": "SEEN = [0, 0]"}) == 3
    # A request that sends none may still import it.
    assert result(code) == 4
    run._modules.deactivate()
    assert "No module named 'sent_state'" in error(task(code))
    assert "sent_state" not in sys.modules


def test_functions_with_different_modules_may_run_at_once() -> None:
    code = (
        "async def f():\n"
        "    import asyncio\n"
        "    await asyncio.sleep(0.05)\n"
        "    import sent_{0}\n"
        "    return sent_{0}.X"
    )
    app = create_app("dev", execute=True)

    async def several() -> list[Answer]:
        bodies = [
            task(code.format(number), modules={f"sent_{number}.py": f"X = {number}"})
            for number in range(8)
        ]
        calls = (
            _call(app, "POST", "/execute", json.dumps(body).encode(), LOCAL) for body in bodies
        )
        return await asyncio.gather(*calls)

    answers = [answer.json() for answer in asyncio.run(several())]
    assert [cloudpickle.loads(base64.b64decode(each["result"])) for each in answers] == [*range(8)]


def test_what_imported_a_changed_module_is_imported_anew() -> None:
    code = "def f():\n    import sent_upper\n    return sent_upper.Y"
    upper = {"sent_upper.py": "from sent_lower import X\nY = X + 1"}
    assert result(code, modules={**upper, "sent_lower.py": "X = 1"}) == 2
    assert result(code, modules={**upper, "sent_lower.py": "X = 5"}) == 6


def test_objects_of_modules_that_are_sent_can_be_arguments_and_results() -> None:
    # Pickled by reference, as a client does for its own modules.
    reference = base64.b64encode(b"csent_shapes\nSquare\n(I4\ntR.").decode()
    source = "class Square:\n    def __init__(self, side): self.side = side"
    body = task(
        "def f(s): return s.side ** 2", args=[reference], modules={"sent_shapes.py": source}
    )
    answer = ask(body).json()
    assert cloudpickle.loads(base64.b64decode(answer["result"])) == 16


def test_a_module_of_the_worker_is_hidden_by_another_version_and_comes_back(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped/__init__.py").write_text("")
    (tmp_path / "shipped/own.py").write_text("VALUE = 'old'")
    monkeypatch.syspath_prepend(tmp_path)
    import shipped.own  # type: ignore[import-not-found]

    code = "def f():\n    import shipped.own\n    return shipped.own.VALUE, id(shipped.own)"
    assert result(code, modules={"shipped/own.py": "VALUE = 'old'"}) == ("old", id(shipped.own))
    assert result(code, modules={"shipped/own.py": "VALUE = 'new'"})[0] == "new"
    assert result(code, modules={"shipped/own.py": "VALUE = 'old'"}) == ("old", id(shipped.own))
    assert shipped.own.VALUE == "old"
    del sys.modules["shipped.own"], sys.modules["shipped"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("../evil.py", "is no path of a module"),
        ("/etc/evil.py", "is no path of a module"),
        ("a/../../evil.py", "is no path of a module"),
        ("a\\evil.py", "is no path of a module"),
        ("C:/evil.py", "is no path of a module"),
        ("a//b.py", "is no path of a module"),
        ("./a.py", "is no path of a module"),
        ("a.py\x00.py", "is no path of a module"),
        ("evil.pth", "is no path of a module"),
        ("", "is no path of a module"),
        ("__init__.py", "lies in no package"),
        ("json.py", "would replace json, which the worker runs on"),
        ("os/path.py", "would replace os, which the worker runs on"),
        ("flashc_runtime/execute/guard.py", "would replace flashc_runtime"),
        ("__main__.py", "would replace __main__"),
        ("sitecustomize.py", "would replace sitecustomize, which the worker runs on"),
        ("usercustomize.py", "would replace usercustomize"),
        ("xdist/looponfail.py", "would replace the installed package xdist"),
        ("pydantic/main.py", "would replace the installed package pydantic"),
    ],
)
def test_a_path_that_is_no_module_of_its_own_is_refused(path: str, text: str) -> None:
    assert text in error(task("def f(): pass", modules={path: "raise SystemExit"}))


def test_a_package_need_not_be_imported_to_be_an_installed_one(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site-packages"
    (site / "lying_there").mkdir(parents=True)
    (site / "lying_there/inner.py").write_text("")
    (site / "single_file.py").write_text("")
    monkeypatch.syspath_prepend(site)
    for path in ("lying_there/inner.py", "single_file.py"):
        said = error(task("def f(): pass", modules={path: ""}))
        assert "would replace the installed package" in said
    code = "def f():\n    import sent_beside\n    return sent_beside.X"
    assert result(code, modules={"sent_beside.py": "X = 1"}) == 1
    assert {"lying_there", "single_file"}.isdisjoint(sys.modules)


def test_two_files_cannot_be_one_module() -> None:
    modules = {"sent_x.py": "", "sent_x/__init__.py": ""}
    assert "are the same module sent_x" in error(task("def f(): pass", modules=modules))


def test_nothing_is_written_to_disk(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    code = "def f():\n    import sent_a.b\n    return sent_a.b.X"
    assert result(code, modules={"sent_a/b.py": "X = 1"}) == 1
    assert list(tmp_path.iterdir()) == []

"""Users' own tests of decorated functions: called directly, nothing deployed and nothing running.

`fixtures/pytest` holds the specification's tests, word for word. They run as a user would run them:
with pytest and pytest-asyncio, where no SDK, no FastAPI and no HTTP client is installed.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from environments import REPOSITORY, Shared
from work import HANGING_SECONDS

RUNTIME = REPOSITORY / "runtime_shim"
EXAMPLES = REPOSITORY / "fixtures" / "pytest"
PYTEST = "pytest>=9,<10\npytest-asyncio>=1.3\n"


def run(folder: Path, shared: Shared) -> str:
    """Run pytest in a folder, warnings as errors, and return what it says."""
    command = [str(shared.environment(PYTEST)), "-m", "pytest", "-q", "-W", "error"]
    result = subprocess.run(
        # Without the option, the plugin warns of its own future.
        [*command, "-o", "asyncio_default_fixture_loop_scope=function"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{RUNTIME}{os.pathsep}{RUNTIME / 'flashc_stand_ins'}",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGING_SECONDS,
    )
    return result.stdout + result.stderr


def passed(said: str) -> int:
    found = re.search(r"^(\d+) passed in", said, re.MULTILINE)
    assert found, said
    return int(found[1])


@pytest.mark.parametrize(("file", "tests"), [("test_calculate.py", 3), ("test_user_service.py", 4)])
def test_the_specifications_own_tests_pass(
    file: str, tests: int, tmp_path: Path, shared: Shared
) -> None:
    # Copied, so that this project's settings of pytest are not above them.
    shutil.copy(EXAMPLES / file, tmp_path)
    assert passed(run(tmp_path, shared)) == tests


def test_a_failing_test_of_a_user_fails(tmp_path: Path, shared: Shared) -> None:
    text = (EXAMPLES / "test_calculate.py").read_text(encoding="utf-8")
    (tmp_path / "test_wrong.py").write_text(text.replace("== 8", "== 9"), encoding="utf-8")
    said = run(tmp_path, shared)
    assert "1 failed, 2 passed" in said, said
    assert "assert 8 == 9" in said


def test_endpoints_that_call_each_other_are_plain_functions_in_a_test(
    tmp_path: Path, shared: Shared
) -> None:
    shutil.copytree(EXAMPLES / "two_endpoints", tmp_path, dirs_exist_ok=True)
    assert passed(run(tmp_path, shared)) == 6

"""What every test of this project shares."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from environments import Shared
from scheduling import scheduler_for

# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    """Let tests call ruff, hadolint and uv by name, also where no environment is activated."""
    beside = Path(sys.executable).parent
    os.environ["PATH"] = f"{beside}{os.pathsep}{os.environ['PATH']}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write fixtures/*/*/expected anew, each worker after it answered its calls.json",
    )
    parser.addoption(
        "--endurance",
        type=float,
        default=0,
        metavar="MINUTES",
        help="restart workers a hundred times, load one for so long, and invent more requests",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, let one process run the tests that share something outside of their process."""
    return scheduler_for(config, log)


@pytest.fixture(scope="session")
def endurance(request: pytest.FixtureRequest) -> float:
    """Give the minutes that tests of endurance may take; 0 where nobody asked for them."""
    return float(request.config.getoption("--endurance"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Shared:
    """Give the folder of what is expensive to make, kept between runs and shared by all workers."""
    return Shared(request.config.cache.mkdir("shared"))


@pytest.fixture
def light_path(tmp_path: Path) -> Iterator[Path]:
    """Give a temporary folder that goes when the test ends, for what is large."""
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)

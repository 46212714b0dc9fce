"""What every test of this project shares."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import inventing
from environments import Shared, kept_folder
from scheduling import scheduler_for


# First, because Hypothesis reads its seed when its own turn comes.
@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Decide how examples are invented, and let tests call ruff, hadolint and uv by name."""
    inventing.prepare(config)
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


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the start where invented examples come from, for whoever ends the run early."""
    return inventing.how_to_repeat(config)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say it at the end too, where failures are looked at."""
    if said := inventing.how_to_repeat(config):
        terminalreporter.write_line(said)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, let one process run the tests that share something outside of their process."""
    return scheduler_for(config, log)


@pytest.fixture(scope="session")
def endurance(request: pytest.FixtureRequest) -> float:
    """Give the minutes that tests of endurance may take; 0 where nobody asked for them."""
    return float(request.config.getoption("--endurance"))


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """Give the seed of what is invented without Hypothesis: always 0 in the gate."""
    return inventing.seed_of(request.config)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Give the folder of what is expensive to make, kept between runs and shared by all workers."""
    return Shared(kept_folder(request.config, tmp_path_factory))


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Turn the cycle collector on again, which flashc's command line turns off for its process."""
    yield
    gc.enable()


@pytest.fixture
def light_path(tmp_path: Path) -> Iterator[Path]:
    """Give a temporary folder that goes when the test ends, for what is large."""
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)

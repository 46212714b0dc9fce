"""One engine and one base image for all tests of images, which run one after the other."""

import os
import sys
from collections.abc import Iterator

import pytest

from images.engine import Engine, why_not


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give buildah and podman with storage of their own, which is removed at the end."""
    reason = why_not()
    if reason:
        # A gate that skips is none.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    engine = Engine(tmp_path_factory.mktemp("images"))
    engine.prepare()
    yield engine
    engine.remove()


@pytest.fixture(scope="session")
def base(engine: Engine) -> str:
    """Give the name of an image with the Python that runs these tests."""
    return engine.make_base("localhost/flashc-tests/python", sys.executable)

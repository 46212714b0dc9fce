"""What tests of the runtime share."""

import pytest


@pytest.fixture(autouse=True)
def calls_are_of_our_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let applications that are called without a server take the caller for their own user.

    There is no connection of which the system could tell; worker processes are not touched.
    """
    monkeypatch.setattr("flashc_runtime.execute.endpoint.is_of_our_user", lambda *_: True)

"""A project in an empty working folder."""

from pathlib import Path

import pytest

from cli.project import ORDERS, USERS, Project


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path, capsys)
    made.write(users=USERS, orders=ORDERS)
    return made

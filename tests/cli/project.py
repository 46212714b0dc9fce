"""A small project for the end-to-end tests: two workers and a queue endpoint, without a finding."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flashc.cli import main

USERS = """\
from tetra_rp import LiveLoadBalancer, remote

users = LiveLoadBalancer(name="users")


@remote(users, method="GET", path="/users/{user_id}")
def get_user(user_id: int):
    return {"id": user_id}


@remote(users, method="POST", path="/users")
async def create_user(name: str):
    return {"name": name}
"""
ORDERS = """\
from runpod_flash import LiveLoadBalancer, remote

orders = LiveLoadBalancer(name="orders")


@remote(orders, method="delete", path="/orders/{order_id}")
def cancel(order_id: str):
    return {"cancelled": order_id}
"""
JOBS = """\
from tetra_rp import LiveServerless, remote

jobs = LiveServerless(name="jobs")


@remote(jobs)
def work(x: int):
    return x
"""
CONFLICT = """\
from tetra_rp import remote
from users import users


@remote(users, method="POST", path="/users")
def another(name: str):
    return name
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The standard output as JSON, which must be one document."""
        return json.loads(self.out)


class Project:
    """A folder of sources in an empty working folder, and flashc run in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, **modules: str) -> None:
        """Write modules into `src`."""
        for name, text in modules.items():
            self.place(f"src/{name}.py", text)

    def place(self, path: str, text: str) -> None:
        """Write any file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def flashc(self, *arguments: str) -> Result:
        """Run in this process; nothing that a user can do may end in a traceback."""
        exit_code = main(arguments)
        shown = self._capsys.readouterr()
        assert "Traceback" not in shown.err, shown.err
        return Result(exit_code, shown.out, shown.err)

    def tree(self, folder: str = "build") -> Mapping[str, bytes]:
        """Read every file below a folder."""
        root = self.folder / folder
        files = sorted(path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

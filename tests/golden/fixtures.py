"""The fixtures: programs with what compiling them must give."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environments import REPOSITORY

FOLDER = REPOSITORY / "fixtures"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One folder below `fixtures/accept` or `fixtures/reject`."""

    folder: Path

    @property
    def name(self) -> str:
        """What it shows."""
        return self.folder.name

    @property
    def source(self) -> Path:
        """The folder that is compiled."""
        return self.folder / "src"

    @property
    def expected(self) -> Path:
        """What compiling it must give."""
        return self.folder / "expected"

    @property
    def calls(self) -> dict[str, Any]:
        """What its workers are asked and must answer, by endpoint."""
        document: dict[str, Any] = json.loads((self.folder / "calls.json").read_bytes())
        return document

    def __repr__(self) -> str:
        return self.name


def _below(kind: str) -> tuple[Fixture, ...]:
    return tuple(Fixture(path) for path in sorted((FOLDER / kind).iterdir()) if path.is_dir())


ACCEPT = _below("accept")
REJECT = _below("reject")
# Programs whose workers can be started: the others say in calls.json why theirs cannot.
REPLAYED = tuple(fixture for fixture in ACCEPT if "not_replayed" not in fixture.calls)


def named(name: str) -> Fixture:
    """Return the accept fixture of that name."""
    return next(fixture for fixture in ACCEPT if fixture.name == name)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path from there."""
    if not folder.exists():
        return {}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}

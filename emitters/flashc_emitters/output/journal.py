"""What a write exchanges, as it is kept on disk until it is done.

A journal is read after a kill, maybe by another version, maybe restored from a cache, so nothing in
it is believed before it was checked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flashc_emitters.output import disk
from flashc_emitters.output.folder import read
from flashc_emitters.output.problem import ProblemKind, problem
from flashc_emitters.output.state import State
from flashc_emitters.tree import check_name, check_path

_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The exchange of one endpoint's folder.

    `writes` maps each file of the new folder to its digest, None when the endpoint is removed.
    `drops` maps each file that goes with the former folder to its fingerprint, None when there is
    no former folder; `caches` are folders of byte code that go with it.
    """

    name: str
    writes: Mapping[str, str] | None
    drops: Mapping[str, str] | None
    caches: tuple[str, ...]


def write_journal(state: State, steps: tuple[Step, ...]) -> None:
    """Write the journal so that it is complete or absent, even after a power failure.

    Nothing else is synchronised: a build can be compiled again, so its files need not survive the
    failure, but folders must not be exchanged without a record of it.
    """
    value = {
        "schema": _SCHEMA,
        "steps": [
            {
                "name": step.name,
                "writes": None if step.writes is None else dict(step.writes),
                "drops": None if step.drops is None else dict(step.drops),
                "caches": step.caches,
            }
            for step in steps
        ],
    }
    disk.write_durably(state.draft, json.dumps(value).encode())
    disk.rename(state.draft, state.journal)
    disk.sync_folder(state.folder)


def read_journal(path: Path) -> tuple[Step, ...]:
    """Read a journal, or raise `OutputProblem` when it is damaged."""
    try:
        value = json.loads(read(path))
        if value["schema"] != _SCHEMA:
            raise problem(ProblemKind.DAMAGED_JOURNAL, path, "written by another version")
        return tuple(_step(item) for item in value["steps"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise problem(ProblemKind.DAMAGED_JOURNAL, path) from error


def _step(item: dict[str, object]) -> Step:
    name, caches = item["name"], item["caches"]
    if not isinstance(name, str) or not isinstance(caches, list):
        raise TypeError
    check_name(name)
    for cache in caches:
        _check_path(cache)
    return Step(
        name=name,
        writes=_digests(item["writes"]),
        drops=_digests(item["drops"]),
        caches=tuple(caches),
    )


def _digests(value: object) -> dict[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise TypeError
    for path, digest in value.items():
        _check_path(path)
        if not isinstance(digest, str):
            raise TypeError
    return value


def _check_path(path: object) -> None:
    if not isinstance(path, str):
        raise TypeError
    check_path(path)

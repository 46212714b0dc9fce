"""Builds on disk to write over, and what is compared afterwards."""

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashc_emitters.output import BuildReport, write_build
from flashc_emitters.tree import MANIFEST, OutputFile, WorkerTree, sha256

Snapshot = dict[str, tuple[str, ...]]

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with random names are made in it
MEMORY = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None


def worker(name: str, files: Mapping[str, str | bytes]) -> WorkerTree:
    """Return a worker with these files and the manifest that goes with them."""
    contents = {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }
    manifest = {
        "schema": 1,
        "endpoint": name,
        "files": {path: sha256(content) for path, content in sorted(contents.items())},
    }
    contents[MANIFEST] = json.dumps(manifest).encode()
    return WorkerTree(
        name=name,
        files=tuple(OutputFile(path=path, content=content) for path, content in contents.items()),
    )


def write(out: Path, *trees: WorkerTree) -> BuildReport:
    """Write a whole project, by the rules."""
    return write_build(out, trees, prune=True, force=False)


def snapshot(folder: Path) -> Snapshot:
    """Return everything below a folder: kind, content, and for foreign files time and mode too."""
    found: Snapshot = {}
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent) / name
            found[path.relative_to(folder).as_posix()] = _describe(path)
    return found


def _describe(path: Path) -> tuple[str, ...]:
    at = path.lstat()
    if stat.S_ISLNK(at.st_mode):
        return ("link", path.readlink().as_posix())
    if stat.S_ISDIR(at.st_mode):
        return ("folder", oct(at.st_mode))
    times = (oct(at.st_mode), str(at.st_mtime_ns)) if "mine" in path.name else ()
    return ("file", path.read_bytes().hex(), *times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A build on disk, with what people put beside it, and the trees that are written next."""

    old: Sequence[WorkerTree]
    new: Sequence[WorkerTree]
    foreign: Mapping[str, bytes | str]

    def prepare(self, out: Path) -> None:
        """Put the old build and the foreign files on disk; a text is the target of a link."""
        write(out, *self.old)
        for name, content in sorted(self.foreign.items()):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.symlink_to(content)
                continue
            path.write_bytes(content)
            path.chmod(0o600)
            os.utime(path, ns=(10**18, 10**18))


# One endpoint of every fate: unchanged, updated with foreign files of every sort around, created,
# gone and wholly ours, gone but not wholly ours.
EVERYTHING = Scenario(
    old=(
        worker("alpha", {"app.py": "same"}),
        worker(
            "beta",
            {
                "app.py": "old",
                "kept.py": "kept",
                "src/kept.py": "kept",
                "src/stale.py": "stale",
                "src/dropped/stale.py": "stale",
            },
        ),
        worker("delta", {"app.py": "gone", "src/app.py": "gone"}),
        worker("epsilon", {"app.py": "gone"}),
    ),
    new=(
        worker("alpha", {"app.py": "same"}),
        worker(
            "beta",
            {
                "app.py": "new",
                "kept.py": "kept",
                "src/kept.py": "kept",
                "src/more/added.py": "added",
            },
        ),
        worker("gamma", {"app.py": "created", "src/app.py": "created"}),
    ),
    foreign={
        "mine.txt": b"beside the endpoints",
        "other/mine.txt": b"a folder that no endpoint has",
        "beta/mine.txt": b"beside our files",
        "beta/data/deep/mine.bin": b"\0",
        "beta/src/dropped/mine.txt": b"in a folder that we no longer need",
        "beta/src/__pycache__/mine.pyc": b"byte code",
        "beta/link": "/nowhere/at/all",
        "delta/src/__pycache__/app.pyc": b"byte code",
        "epsilon/mine.txt": b"a reason to stay",
    },
)

# Small enough to be killed at every pair of moments.
SMALL = Scenario(
    old=(worker("beta", {"app.py": "old", "kept.py": "kept"}), worker("delta", {"app.py": "gone"})),
    new=(
        worker("beta", {"app.py": "new", "kept.py": "kept"}),
        worker("gamma", {"app.py": "created"}),
    ),
    foreign={"beta/mine.txt": b"beside our files"},
)

"""What a golden stores of a worker: what flashc made, not what it copied.

The runtime, the stand-in SDK and the user's modules are byte for byte what they are elsewhere in
this repository. `check_copies` compares them there, and `golden_view` leaves them out, with their
lines in the manifest, so that a change of the runtime changes no golden.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from environments import REPOSITORY

RUNTIME = REPOSITORY / "runtime_shim"
STAND_INS = RUNTIME / "flashc_stand_ins"
# Parts of the runtime that only some workers carry.
_EXECUTE = "flashc_runtime/execute/"
_QUEUE = "flashc_runtime/queue/"
_HTTP_CLIENT = "flashc_runtime/sdk/http/"
_LINE = re.compile(r'    ("(?:[^"\\]|\\.)*"): "([0-9a-f]{64})",?')


def check_copies(worker: Path, files: dict[str, bytes]) -> None:
    """Check that all that was copied into a worker is exact and complete."""
    manifest = json.loads(files["flashc.json"])
    stand_ins = [name for name in ("runpod_flash", "tetra_rp") if f"src/{name}/py.typed" in files]
    expected = _runtime(manifest["live"], any("httpx" in one for one in manifest["requirements"]))
    copied = {
        path.removeprefix("src/"): content
        for path, content in files.items()
        if _is_copied(path, files)
    }
    for name in stand_ins:
        # Modules of the stand-in are there where they are imported, which only running shows.
        found = _package(STAND_INS / name, name)
        always = {f"{name}/__init__.py", f"{name}/stubs/__init__.py"}
        expected |= {path: found[path] for path in found if path in {*copied, *always}}
    assert copied == expected, worker
    others = {path: content for path, content in files.items() if path != "flashc.json"}
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in others.items()}
    assert manifest["files"] == digests, worker


def _runtime(live: bool, calls_others: bool) -> dict[str, bytes]:
    left_out = [_QUEUE]
    left_out += [] if live else [_EXECUTE]
    left_out += [] if calls_others else [_HTTP_CLIENT]
    found = _package(RUNTIME / "flashc_runtime", "flashc_runtime")
    return {
        path: content for path, content in found.items() if not path.startswith(tuple(left_out))
    }


def golden_view(files: dict[str, bytes], source: Path) -> dict[str, bytes]:
    """Return what the golden of a worker holds, given its files and the sources it came from."""
    verbatim = {path for path, content in files.items() if _is_verbatim(path, content, source)}
    kept = {
        path: content
        for path, content in files.items()
        if not _is_copied(path, files) and path not in verbatim
    }
    manifest = kept["flashc.json"].decode()
    return kept | {"flashc.json": _without_copies(manifest, verbatim, files).encode()}


def _without_copies(manifest: str, verbatim: set[str], files: Mapping[str, bytes]) -> str:
    """Leave out the lines of copied files, and say of the user's that they are as they were."""
    head, listed, tail = manifest.partition('  "files": {\n')
    lines = []
    for line in tail.splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        path = json.loads(found[1])
        if path in verbatim:
            lines.append(f'    {found[1]}: "as in the sources",')
        elif not _is_copied(path, files):
            lines.append(line.removesuffix(",") + ",")
    text = "\n".join(lines) + "\n"
    return head + listed + text.replace('",\n  }', '"\n  }')


def _is_copied(path: str, files: Mapping[str, bytes]) -> bool:
    """Tell what is ours; a folder of the user's may be called like an SDK, but not be typed."""
    sdks = [name for name in ("runpod_flash", "tetra_rp") if f"src/{name}/py.typed" in files]
    return path.startswith(("src/flashc_runtime/", *(f"src/{name}/" for name in sdks)))


def _is_verbatim(path: str, content: bytes, source: Path) -> bool:
    origin = source / path.removeprefix("src/")
    return path.startswith("src/") and origin.is_file() and origin.read_bytes() == content


def _package(folder: Path, name: str) -> dict[str, bytes]:
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and (path.suffix == ".py" or path.name == "py.typed")
    }

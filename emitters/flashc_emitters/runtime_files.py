"""The files that workers carry besides generated ones: the runtime and the stand-in SDKs.

They are copied byte for byte from the installed packages, and read once per process.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from flashc_emitters.tree import OutputFile

# Runs code from requests: only a worker of a Live resource has it.
_ONLY_WHERE_LIVE = "flashc_runtime/execute.py"
# For workers of queue endpoints.
_ONLY_FOR_QUEUES = "flashc_runtime/queue/"


@cache
def runtime_files(live: bool) -> tuple[OutputFile, ...]:
    """Return the runtime's files as they lie below the worker's folder."""
    return tuple(
        file
        for file in _package(files("flashc_runtime"), "flashc_runtime")
        if not file.path.startswith(f"src/{_ONLY_FOR_QUEUES}")
        and (live or file.path != f"src/{_ONLY_WHERE_LIVE}")
    )


@cache
def stand_in_files(name: str) -> tuple[OutputFile, ...]:
    """Return the files of our package of that name.

    It is looked up inside `flashc_stand_ins`: a real SDK that is installed beside us wins for
    `import`, and must not be what a worker gets.
    """
    return tuple(_package(files("flashc_stand_ins") / name, name))


def _package(folder: Traversable, path: str) -> list[OutputFile]:
    found: list[OutputFile] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        inside = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found.extend(_package(entry, inside))
        elif entry.name.endswith(".py") or entry.name == "py.typed":
            found.append(OutputFile(path=f"src/{inside}", content=entry.read_bytes()))
    return found

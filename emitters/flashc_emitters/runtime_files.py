"""The files that workers carry besides generated ones: the runtime and the stand-in SDKs.

They are copied byte for byte from the installed packages, and read once per process.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.tree import OutputFile

# Runs code from requests: only a worker of a Live resource has it.
_EXECUTE = "src/flashc_runtime/execute/"
# For workers of queue endpoints.
_QUEUE = "src/flashc_runtime/queue/"
# Calls other endpoints; the only part that needs httpx, so it goes where the requirements have it.
_HTTP_CLIENT = "src/flashc_runtime/sdk/http/"
_HTTPX = re.compile(r"httpx(?![A-Za-z0-9._-])", re.IGNORECASE)


def runtime_files_for(plan: WorkerPlan) -> tuple[OutputFile, ...]:
    """Return the runtime's files that the worker needs, as they lie below its folder."""
    calls_others = any(_HTTPX.match(requirement) for requirement in plan.requirements)
    return _runtime_files(plan.live, calls_others)


@cache
def _runtime_files(live: bool, calls_others: bool) -> tuple[OutputFile, ...]:
    left_out = [_QUEUE]
    if not live:
        left_out.append(_EXECUTE)
    if not calls_others:
        left_out.append(_HTTP_CLIENT)
    files_of_runtime = _package(files("flashc_runtime"), "flashc_runtime")
    return tuple(file for file in files_of_runtime if not file.path.startswith(tuple(left_out)))


@cache
def stand_in_files(names: tuple[str, ...]) -> tuple[OutputFile, ...]:
    """Return the files of our packages and modules of those names, and of the packages around them.

    They are looked up inside `flashc_stand_ins`: a real SDK that is installed beside us wins for
    `import`, and must not be what a worker gets.
    """
    return tuple(_stand_ins(names))


def _stand_ins(names: tuple[str, ...]) -> Iterator[OutputFile]:
    wanted = {name.replace(".", "/") for name in names}
    around = {f"{path.rpartition('/')[0]}" for path in wanted}
    around |= {path.rpartition("/")[0] for path in around}
    for package in sorted({name.partition(".")[0] for name in names}):
        for file in _stand_in(package):
            path = file.path.removeprefix("src/")
            folder, _, name = path.rpartition("/")
            module = folder if name == "__init__.py" else path.removesuffix(".py")
            # What stands at the top, and the client's classes, are there in every worker.
            always = module == package or name == "py.typed" or folder == f"{package}/stubs"
            if always or module in wanted or (name == "__init__.py" and module in around):
                yield file


@cache
def _stand_in(package: str) -> tuple[OutputFile, ...]:
    return tuple(_package(files("flashc_stand_ins") / package, package))


def _package(folder: Traversable, path: str) -> list[OutputFile]:
    found: list[OutputFile] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        inside = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found.extend(_package(entry, inside))
        elif entry.name.endswith(".py") or entry.name == "py.typed":
            found.append(OutputFile(path=f"src/{inside}", content=entry.read_bytes()))
    return found

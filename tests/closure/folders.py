"""Projects written to a folder and compiled, and their workers as the compiler gives them."""

from collections.abc import Mapping
from pathlib import Path

from flashc.compilation import Compilation
from flashc.pipeline import compile_project
from flashc.project import load
from flashc_emitters.worker import emit

SDK = "from tetra_rp import LiveLoadBalancer, remote\n"


def compiled(folder: Path, files: Mapping[str, str]) -> Compilation:
    """Write the files below `folder` and compile them."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return compile_project(load([folder], root=folder, exclude=[]))


def endpoint(name: str, body: str = "    return 1\n", signature: str = "()") -> str:
    """Return a resource and a function of that name."""
    return (
        f'{name}_api = LiveLoadBalancer(name="{name}")\n\n\n'
        f'@remote({name}_api, method="POST", path="/{name}")\ndef {name}{signature}:\n{body}'
    )


def shipped(compilation: Compilation, name: str) -> dict[str, str]:
    """Return the user's files of one worker, stubs included, by their paths below `src/`."""
    plan = next(plan for plan in compilation.plans if plan.endpoint == name)
    ours = {file.path for file in plan.user_files} | {stub.path for stub in plan.stubs}
    return {
        file.path.removeprefix("src/"): file.content.decode()
        for file in emit(plan).files
        if file.path.removeprefix("src/") in ours
    }


def messages(compilation: Compilation) -> list[str]:
    """Return the findings, as code and message."""
    return [f"{one.code.number} {one.message}" for one in compilation.diagnostics]

"""The one way in which tests compile a fixture: as a user would, in a folder of its own."""

import contextlib
import gc
import io
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flashc.cli import main
from golden.fixtures import Fixture, read_tree

IGNORED = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What `flashc src -o build` gave, run in `folder`, where `src` is a copy of the fixture's."""

    folder: Path
    exit_code: int
    output: str
    diagnostics: str

    @property
    def build(self) -> Path:
        """The folder of the workers."""
        return self.folder / "build"

    @property
    def workers(self) -> tuple[Path, ...]:
        """The folder of each worker."""
        folders = (path for path in self.build.iterdir() if (path / "flashc.json").exists())
        return tuple(sorted(folders))

    def files(self) -> dict[str, bytes]:
        """Every file of every worker; flashc's own state beside them is left out."""
        return {
            f"{worker.name}/{path}": content
            for worker in self.workers
            for path, content in read_tree(worker).items()
        }


def compile_fixture(
    fixture: Fixture, folder: Path, change: Callable[[Path], None] = lambda _: None
) -> Compiled:
    """Copy the sources to `folder` and compile them there, so that shown paths are always alike.

    `change` may add what no repository should hold, such as links in circles.
    """
    shutil.copytree(fixture.source, folder / "src", ignore=IGNORED, symlinks=True)
    change(folder / "src")
    arguments = fixture.folder / "arguments"
    words = arguments.read_text(encoding="utf-8").split() if arguments.exists() else ["src"]
    output, diagnostics = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(diagnostics):
            exit_code = main([*words, "-o", "build"])
    finally:
        os.chdir(before)
        # The command line turns it off for its process, which this one is not.
        gc.enable()
    return Compiled(
        folder=folder,
        exit_code=exit_code,
        output=output.getvalue(),
        diagnostics=diagnostics.getvalue(),
    )


def compile_accepted(
    fixture: Fixture, folder: Path, change: Callable[[Path], None] = lambda _: None
) -> Compiled:
    """Compile a fixture that must compile."""
    compiled = compile_fixture(fixture, folder, change)
    assert compiled.exit_code == 0, compiled.diagnostics
    return compiled

"""One helper for the project on disk: files by path in, names of modules out."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from flashc.project import Project, load, load_all


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`; a path that ends in `/` is an empty folder."""
    for path, content in files.items():
        place = folder / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        place.write_bytes(data)
    return folder


def loaded(*sources: Path, root: Path | None = None, exclude: Sequence[Path] = ()) -> Project:
    """Load one project."""
    return load(sources, root=root, exclude=exclude)


def modules(*sources: Path, exclude: Sequence[Path] = ()) -> list[str]:
    """Give the modules of the one project that the sources are; nothing is wrong with it."""
    project = loaded(*sources, exclude=exclude)
    assert project.diagnostics == ()
    return [file.module for file in project.files]


def projects(top: Path, *sources: Path) -> dict[str, list[str]]:
    """Give the modules of every project below `top`, by the path of its root."""
    found = load_all(sources or (top,), root=None, exclude=())
    return {one.root.relative_to(top).as_posix(): [f.module for f in one.files] for one in found}


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in `folder` for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)

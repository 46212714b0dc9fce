"""`.python-version`: the Python that pyenv, uv and their kin give to whoever works on the project."""

import re
from collections.abc import Iterator

from flashc.ir.constraints import PythonVersion
from flashc.source import SourceFile, Span

# The first word of a line: `3.12`, `3.12.4`, `cpython-3.12`, `python3.12`, `3.14-dev`, `3.13t`, and
# what `uv python pin` writes, `cpython-3.12.4-linux-x86_64-gnu`. A name of a virtual environment,
# which pyenv allows too, says nothing, but for `3.12.4/envs/mine`.
_LINE = re.compile(
    r"^[ \t]*(?:cpython[-@]?|python)?(3\.\d+)(?:\.\d+)?(?:(?:-dev|[abrc+t\d]+|[-+/]\S+)?)(?=\s|$)",
    re.M,
)


def read_version(source: SourceFile) -> Iterator[PythonVersion]:
    """Yield the version that the first line with one names; later lines are only alternatives."""
    found = _LINE.search(source.text)
    if found is not None:
        span = Span(path=source.path, start=found.start(1), end=found.end(1))
        yield PythonVersion(version=found[1], span=span)

"""Whether what a function asks for is installed. Nothing is ever installed by a request."""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from flashc_runtime.execute.task import RefusedError

_DPKG = Path("/var/lib/dpkg/status")
_FIELD = re.compile(r"^(Package|Status|Version|Provides): (.+)$", re.MULTILINE)
_HOW = "add it to the function's {field}, compile again and start the new worker"

log = logging.getLogger("flashc_runtime")


def check_dependencies(dependencies: Sequence[str]) -> None:
    """Raise `RefusedError` for the first Python requirement that this worker does not meet."""
    for text in dependencies:
        problem = _problem(text)
        if problem:
            how = _HOW.format(field="dependencies")
            raise RefusedError(f"dependency {text!r} {problem}: {how}")


def _problem(text: str) -> str:
    try:
        wanted = Requirement(text)
    except InvalidRequirement as error:
        return f"is no requirement ({str(error).splitlines()[0]})"
    if wanted.marker is not None and not wanted.marker.evaluate():
        return ""
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return "is not installed in this worker"
    if not wanted.specifier.contains(version, prereleases=True):
        return f"is not met by {wanted.name} {version}, which this worker has"
    return ""


def check_system_dependencies(packages: Sequence[str]) -> None:
    """Raise `RefusedError` for the first Debian package, `name` or `name=version`, that is missing.

    Where there is no Debian, nothing can be known about them; then the log says so.
    """
    if not packages:
        return
    if not _DPKG.exists():
        log.warning(
            "POST /execute: cannot tell whether %s is there: no Debian packages here",
            ", ".join(map(repr, packages)),
        )
        return
    installed = _installed(_DPKG.stat().st_mtime_ns)
    for text in packages:
        name, _, version = text.partition("=")
        there = installed.get(name.partition(":")[0])
        if there is None:
            how = _HOW.format(field="system_dependencies")
            raise RefusedError(f"system dependency {text!r} is not installed: {how}")
        if version and there not in ("", version):
            raise RefusedError(f"system dependency {text!r} is not met by version {there}")


@lru_cache(maxsize=1)
def _installed(_changed: int) -> dict[str, str]:
    """Return versions by name of package; "" for a name that another package provides."""
    return dict(_listed(_DPKG.read_text(encoding="utf-8", errors="replace")))


def _listed(text: str) -> Iterator[tuple[str, str]]:
    provided, packages = [], []
    for paragraph in text.split("\n\n"):
        fields = dict(_FIELD.findall(paragraph))
        if not fields.get("Status", "").endswith(" installed"):
            continue
        names = (each.strip().partition(" ")[0] for each in fields.get("Provides", "").split(","))
        provided += [(name.partition(":")[0], "") for name in names if name]
        packages.append((fields.get("Package", ""), fields.get("Version", "")))
    yield from provided
    # Later ones win: a package of that name has a version, what is provided has none.
    yield from packages

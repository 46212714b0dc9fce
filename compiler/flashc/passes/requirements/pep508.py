"""PEP 508: requirements as text to their parts and back, and where a marker holds."""

import re
from dataclasses import dataclass
from functools import cache

# One version clause without anything unusual: what `packaging` would say needs no asking.
_CLAUSE = r"(?:==|>=|<=|!=|~=|<|>)[ \t]*[0-9]+(?:\.[0-9]+)*(?:(?<===)\.\*)?"
_PLAIN = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*"
    rf"(?P<specifier>(?:{_CLAUSE}(?:[ \t]*,[ \t]*{_CLAUSE})*)?)"
    r"(?:[ \t]*;[ \t]*(?P<variable>os_name|platform_system|sys_platform)[ \t]*(?P<operator>[!=]=)[ \t]*"
    r"(?P<quote>['\"])(?P<value>\w+)(?P=quote))?",
    re.ASCII,
)
_PLAIN_MARKER = re.compile(r'(\w+) ([!=]=) "(\w+)"', re.ASCII)
_ORDER = {"===": 0, "==": 0, "~=": 1, ">=": 2, ">": 3, "<": 4, "<=": 5, "!=": 6}
_FILE = re.compile(r"(?:[a-z]+\+)?file:", re.IGNORECASE)
_OPERATOR = re.compile(r"[=<>!~]+")

# Where a worker may run: in its image, and on the machine of whoever tries it from the tree.
_LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
_MAC = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
_WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
_MACHINES = ("x86_64", "aarch64", "arm64", "AMD64")

# Controls, line ends and marks of direction; stated here, because what Python calls printable
# changes with its version.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A requirement taken apart; `name` is canonical (PEP 503), what is absent is empty."""

    name: str
    extras: tuple[str, ...] = ()
    specifier: str = ""
    marker: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        """The requirement in one spelling, whatever the user's was."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        marker = f"; {self.marker}" if self.marker else ""
        if self.url:
            # A URL ends at white space, so the semicolon stands apart.
            return f"{self.name}{extras} @ {self.url}{' ' if marker else ''}{marker}"
        return f"{self.name}{extras}{self.specifier}{marker}"


def canonical(name: str) -> str:
    """Give the one spelling of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_file(url: str) -> bool:
    """Whether an address is one of this machine: `file:`, or a repository there (`git+file:`)."""
    return _FILE.match(url) is not None


@cache
def parse(text: str) -> Parts | None:
    """Take a requirement apart; None if it is not one."""
    plain = _PLAIN.fullmatch(text.strip(" \t"))
    if plain is not None:
        specifier = ordered("".join(plain["specifier"].split()))
        variable, operator, value = plain["variable"], plain["operator"], plain["value"]
        marker = f'{variable} {operator} "{value}"' if variable else ""
        return Parts(name=canonical(plain["name"]), specifier=specifier, marker=marker)
    return _parse_any(text)


def ordered(specifier: str) -> str:
    """Put the clauses of a specifier in the order in which people write them."""
    return ",".join(sorted(filter(None, specifier.split(",")), key=_rank))


def can_hold(marker: str, python: str) -> bool:
    """Whether a marker can be true for a worker of this Python, on any system."""
    return not marker or any(
        _holds(marker, python, {**system, "platform_machine": machine})
        for system in (_LINUX, _MAC, _WINDOWS)
        for machine in _MACHINES
    )


def holds(marker: str, python: str) -> bool:
    """Whether a marker is true in the worker's image."""
    return not marker or _holds(marker, python, {**_LINUX, "platform_machine": "x86_64"})


def _rank(clause: str) -> tuple[int, str]:
    operator = _OPERATOR.match(clause)
    return (_ORDER[operator[0]] if operator else len(_ORDER), clause)


def _parse_any(text: str) -> Parts | None:
    # It takes longer to import than a small project to compile, and most requirements are plain.
    from packaging.markers import InvalidMarker, Marker  # noqa: PLC0415
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415

    # No requirement spans lines, and a control character would be one to a terminal only.
    if _UNSEEN.search(text):
        return None
    try:
        found = Requirement(text)
    except InvalidRequirement:
        return None
    marker = str(found.marker or "")
    try:
        # A value with an escape in it, or with quotes, is not written as it was read.
        if _UNSEEN.search(marker) or (marker and str(Marker(marker)) != marker):
            return None
    except InvalidMarker:
        return None
    return Parts(
        name=canonical(found.name),
        extras=tuple(sorted(canonical(extra) for extra in found.extras)),
        specifier=ordered(str(found.specifier)),
        marker=marker,
        url=found.url or "",
    )


@cache
def _marker_environment(python: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.99",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "python_full_version": f"{python}.99",
        "python_version": python,
        "extra": "",
    }


def _holds(marker: str, python: str, system: dict[str, str]) -> bool:
    plain = _PLAIN_MARKER.fullmatch(marker)
    if plain is not None and plain[1] in system:
        return (system[plain[1]] == plain[3]) is (plain[2] == "==")
    from packaging.markers import Marker, UndefinedEnvironmentName  # noqa: PLC0415

    try:
        # Every variable is given, so nothing is asked of the host.
        return Marker(marker).evaluate({**_marker_environment(python), **system})
    except UndefinedEnvironmentName:
        return True

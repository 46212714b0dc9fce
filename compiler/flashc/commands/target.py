"""What `flashc build` was told, and how its output is named to the person who told it."""

import posixpath
import shlex
from dataclasses import dataclass
from enum import Enum

from flashc.commands.sources import Sources


class Locking(Enum):
    """Whether workers get locks, and whether earlier ones count."""

    OFF = "off"
    KEEP = "keep"
    RENEW = "renew"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """Sources, the output folder as it was typed, the endpoints to write (all if empty), `--force`."""

    sources: Sources
    out: str
    only: tuple[str, ...]
    force: bool
    locking: Locking = Locking.OFF

    def shown(self, endpoint: str, path: str = "") -> str:
        """Give a path in the output, below the folder as it was typed."""
        return posixpath.join(self.out, *filter(None, (endpoint, path)))

    def command(self) -> str:
        """Give the command that writes the same output."""
        words = ["flashc", *self.sources.names, "-o", self.out]
        if self.sources.root is not None:
            words += ["--root", self.sources.root]
        words += self.sources.settings.words
        for name in self.only:
            words += ["--only", name]
        if self.locking is not Locking.OFF:
            words += ["--lock"]
        return shlex.join(words)

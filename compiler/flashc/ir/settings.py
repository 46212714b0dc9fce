"""What a compile takes besides the sources: the project's requirements, and its `flash.toml`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What the project's own files say about distributions; empty where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `flash.toml` says; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of it, read before the passes run, so that they stay free of I/O."""

    constraints: Constraints = field(default_factory=Constraints)
    config: Config = field(default_factory=Config)

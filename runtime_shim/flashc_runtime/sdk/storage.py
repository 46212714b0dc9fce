"""What a resource may be given besides compute: network volumes and pod templates."""

# ruff: noqa: N815  (the platform's own field names)

from collections.abc import Sequence
from typing import Any

from flashc_runtime.sdk.declaration import Declaration
from flashc_runtime.sdk.enums import DataCenter


class NetworkVolume(Declaration):
    """A volume that workers mount at `/runpod-volume`, found by name or id."""

    name: str | None = None
    id: str | None = None
    size: int = 100
    """GB, 10 to 4096."""
    dataCenterId: DataCenter = DataCenter.EU_RO_1
    datacenter: DataCenter | None = None
    """Another name for `dataCenterId`."""

    def _validate(self) -> None:
        if self.name is not None and not self.name.strip():
            raise ValueError("NetworkVolume: name must not be empty")
        if not self.name and not self.id:
            raise ValueError("NetworkVolume: needs a name or an id")
        if not 10 <= self.size <= 4096:
            raise ValueError(f"NetworkVolume: size must be 10 to 4096 GB, not {self.size}")
        if self.datacenter is not None:
            self.dataCenterId = self.datacenter


class KeyValuePair(Declaration):
    """One environment variable of a pod template."""

    key: str
    value: str

    @classmethod
    def from_dict(cls, data: dict[str, str]) -> "list[KeyValuePair]":
        """Return one pair for each entry."""
        return [cls(key=key, value=value) for key, value in data.items()]


class PodTemplate(Declaration):
    """Settings of the container that a worker runs in."""

    id: str | None = None
    name: str = ""
    imageName: str = ""
    containerDiskInGb: int = 64
    env: Sequence[KeyValuePair] = ()
    ports: str = ""
    startScript: str = ""
    dockerArgs: str = ""
    containerRegistryAuthId: str = ""
    advancedStart: bool = False
    config: dict[str, Any] | None = None

"""One whole worker: its modules, files, image, requirements and variables."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.plan.handlers import AppModule
from flashc.ir.plan.models import KnownType, ModelsModule
from flashc.ir.plan.stubs import StubModule
from flashc.ir.plan.types import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile:
    """A file of the user's, shipped byte for byte. `path` is relative to the worker's `src/`."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedModule:
    """The functions of one user module that run in this worker; names are qualified names, sorted."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What the Dockerfile is made of. `base` is a full image reference, `python` is `3.11`."""

    base: str
    python: str
    system_packages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable that the worker's modules read when they are imported.

    `value` is what `by` settles it with (`--define`, `flash.toml`): the worker's default.
    """

    name: str
    value: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """One complete worker project.

    `requirements` are PEP 508 lines, sorted; the runtime's own (FastAPI, uvicorn ...) included.
    `stand_ins` are the SDK's packages and modules that shipped modules import: `tetra_rp`,
    `runpod_flash.endpoint`.
    `settings` are all fields of the resource, for the manifest, in the order in which they are known.
    """

    endpoint: str
    slug: str
    package: str
    live: bool
    resource_class: str
    settings: Mapping[str, Json]
    # Variables of the resource's `env` that are literal and not secret: defaults for the worker.
    environment: tuple[tuple[str, str], ...]
    image: Image
    requirements: tuple[str, ...]
    app: AppModule
    models: ModelsModule | None
    owned: tuple[OwnedModule, ...]
    user_files: tuple[UserFile, ...]
    user_modules: tuple[str, ...]
    stand_ins: tuple[str, ...]
    # Other endpoints that the worker calls over HTTP, by name.
    calls: tuple[str, ...] = ()
    # Variables that hold the addresses of `calls`, each with the name or id of what is called.
    addresses: tuple[tuple[str, str], ...] = ()
    # Variables that importing the user's modules reads and `env` does not name, sorted.
    unset: tuple[str, ...] = ()
    stubs: tuple[StubModule, ...] = ()
    # Imports that come from a distribution of another name, and its name.
    provided: tuple[tuple[str, str], ...] = ()
    # The text of `requirements.lock`, which the image then installs instead of the requirements.
    lock: str | None = None
    classes: tuple[KnownType, ...] = ()
    # Variables of `env` that `flash.toml` gives or names, sorted; the resource has the others.
    configured: tuple[str, ...] = ()
    # What was settled for the compile and is read again where the worker starts, sorted by name.
    variables: tuple[Variable, ...] = ()

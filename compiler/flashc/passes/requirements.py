"""Requirements: what an endpoint's virtual environment holds, one PEP 508 line each."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from flashc.dialects.sdk import PACKAGES
from flashc.ir.program import LoadBalancedEndpoint
from flashc.passes.forms import takes_forms

# What the emitted code and the runtime stand on: one minor series each, so that a worker built
# next year behaves as it was reviewed. uvicorn is fastest with httptools and uvloop.
RUNTIME = (
    "fastapi>=0.165,<0.166",
    "httptools>=0.8,<0.9",
    "pydantic>=2.14,<3",
    "uvicorn>=0.54,<0.55",
    'uvloop>=0.23,<0.24; sys_platform != "win32"',
)
# What FastAPI reads multipart bodies with; only where a route takes uploads or form fields.
FORMS = ("python-multipart>=0.0.20,<0.1",)
# How a worker calls other endpoints; only where its modules do.
CLIENT = ("httpx>=0.28,<1",)


def requirements_for(endpoint: LoadBalancedEndpoint, *, calls: tuple[str, ...]) -> tuple[str, ...]:
    """Give the runtime's requirements and the endpoint's own, sorted; the SDKs themselves dropped.

    `calls` are the other endpoints that the worker calls.
    """
    declared = (text for route in endpoint.routes for text in route.packages.python)
    needed = (*RUNTIME, *(FORMS if takes_forms(endpoint) else ()), *(CLIENT if calls else ()))
    lines = {_key(text): text for text in needed}
    for text in sorted(declared):
        name = canonicalize_name(Requirement(text).name)
        if name.replace("-", "_") not in PACKAGES:
            lines.setdefault((name, text), text)
    return tuple(lines[key] for key in sorted(lines))


def _key(text: str) -> tuple[str, str]:
    return (canonicalize_name(Requirement(text).name), text)

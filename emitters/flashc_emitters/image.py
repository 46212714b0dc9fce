"""`Dockerfile` and `.dockerignore`."""

from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.code import Code
from flashc_emitters.rendering import render

# Images of the Docker library's Python; any other is the user's own.
_PLAIN_PYTHON = ("python:", "docker.io/python:", "library/python:", "docker.io/library/python:")


def emit_dockerfile(plan: WorkerPlan) -> str:
    """Return the text of the Dockerfile."""
    packages = tuple(sorted(set(plan.image.system_packages)))
    return render(
        "Dockerfile.jinja",
        base=plan.image.base,
        packages=packages,
        # System packages are in both stages: a requirement may need their headers to build.
        stage=Code("base" if packages else "${BASE_IMAGE}"),
        own_image=not plan.image.base.startswith(_PLAIN_PYTHON),
        gpu=bool(plan.settings.get("gpus") or plan.settings.get("gpu")),
        requirements=_requirements(plan),
        locked=plan.lock is not None,
        endpoint=plan.endpoint,
        description=f"HTTP worker of the endpoint {plan.endpoint}",
        # Without `site` (-S) a check takes a few hundredths of a second.
        health_command=("python", "-S", "-m", "flashc_runtime.healthcheck"),
        command=("python", "-m", plan.package),
    )


def emit_dockerignore(plan: WorkerPlan) -> str:
    """Return the text of `.dockerignore`."""
    return render("dockerignore.jinja", requirements=_requirements(plan))


def _requirements(plan: WorkerPlan) -> Code:
    """Name the file that the image installs."""
    return Code("requirements.txt" if plan.lock is None else "requirements.lock")

"""One plan to the files of one worker. Read this first."""

from collections.abc import Iterable

from flashc.ir.plan.worker import WorkerPlan
from flashc_emitters.app import emit_app
from flashc_emitters.image import emit_dockerfile, emit_dockerignore
from flashc_emitters.manifest import emit_manifest
from flashc_emitters.models import emit_models
from flashc_emitters.package import emit_init, emit_main
from flashc_emitters.project import emit_pyproject, emit_requirements
from flashc_emitters.readme import emit_readme
from flashc_emitters.runtime_files import runtime_files_for, stand_in_files
from flashc_emitters.stubs import emit_stub
from flashc_emitters.tree import OutputFile, WorkerTree


def emit(plan: WorkerPlan) -> WorkerTree:
    """Return every file of the worker, in memory.

    Raises `PlanError` for a plan that cannot be printed; nothing is ever left out instead.
    """
    files = tuple(sorted((*_generated(plan), *_copied(plan)), key=lambda file: file.path))
    manifest = emit_manifest(plan, files)
    return WorkerTree(name=plan.endpoint, files=(*files, manifest))


def emit_all(plans: Iterable[WorkerPlan]) -> tuple[WorkerTree, ...]:
    """Return the workers of all plans, in their order."""
    return tuple(emit(plan) for plan in plans)


def _generated(plan: WorkerPlan) -> tuple[OutputFile, ...]:
    package = f"src/{plan.package}"
    texts = {
        ".dockerignore": emit_dockerignore(plan),
        "Dockerfile": emit_dockerfile(plan),
        "README.md": emit_readme(plan),
        "pyproject.toml": emit_pyproject(plan),
        "requirements.lock": plan.lock,
        "requirements.txt": emit_requirements(plan),
        f"{package}/__init__.py": emit_init(plan),
        f"{package}/__main__.py": emit_main(plan),
        f"{package}/app.py": emit_app(plan),
        f"{package}/models.py": emit_models(plan),
        **{f"src/{stub.path}": emit_stub(plan, stub) for stub in plan.stubs},
    }
    return tuple(
        OutputFile(path=path, content=text.encode())
        for path, text in texts.items()
        if text is not None
    )


def _copied(plan: WorkerPlan) -> tuple[OutputFile, ...]:
    users = (OutputFile(path=f"src/{file.path}", content=file.content) for file in plan.user_files)
    return (*users, *runtime_files_for(plan), *stand_in_files(plan.stand_ins))

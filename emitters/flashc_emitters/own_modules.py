"""Which modules lie in a worker's own `src/`."""

from flashc.ir.plan.worker import WorkerPlan


def own_modules(plan: WorkerPlan) -> frozenset[str]:
    """Return the dotted names of all modules and packages in `src/`; anything else is installed.

    Not only the first part of a name counts: a namespace package may be spread over both.
    """
    found = {plan.package, f"{plan.package}.models", "flashc_runtime", *plan.stand_ins}
    for path in (*(one.path for one in plan.user_files), *(one.path for one in plan.stubs)):
        folders = path.removesuffix(".py").removesuffix("/__init__").split("/")
        found.update(".".join(folders[:end]) for end in range(1, len(folders) + 1))
    return frozenset(found)

"""Which top-level modules lie in a worker's own `src/`."""

from flashc.ir.plan import WorkerPlan


def own_modules(plan: WorkerPlan) -> frozenset[str]:
    """Return the first names of everything that is imported from `src/` and not installed."""
    tops = {file.path.partition("/")[0].removesuffix(".py") for file in plan.user_files}
    return frozenset((*tops, plan.package, "flashc_runtime", *plan.stand_ins))

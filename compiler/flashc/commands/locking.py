"""`flashc build --lock`: each worker's requirements with exact versions and hashes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flashc import codes
from flashc.commands.target import BuildOptions, Locking
from flashc.dependencies.lock import LOCK, NO_UV, LockInput, LockProblem, lock
from flashc.diagnostic import Diagnostic
from flashc.driver import Compiled
from flashc.ir.needs import Needs
from flashc.ir.plan.worker import WorkerPlan
from flashc.passes.requirements.limits import limits_of, preferences_of


def with_locks(
    compiled: Compiled, plans: Sequence[WorkerPlan], options: BuildOptions
) -> tuple[WorkerPlan, ...] | Diagnostic:
    """Give the plans with their locks, as they are if none is wanted; or why there is none."""
    if options.locking is Locking.OFF:
        return tuple(plans)
    locked: list[WorkerPlan] = []
    for plan in plans:
        needs = compiled.compilation.needs[plan.endpoint]
        keep = options.locking is Locking.KEEP
        previous = _previous(Path(options.out) / plan.endpoint) if keep else None
        try:
            text = lock(_input(plan, needs), previous)
        except LockProblem as problem:
            return _not_locked(plan.endpoint, str(problem))
        locked.append(replace(plan, lock=text))
    return tuple(locked)


def _input(plan: WorkerPlan, needs: Needs) -> LockInput:
    return LockInput(
        requirements=plan.requirements,
        limits=tuple(limits_of(needs)),
        preferences=tuple(preferences_of(needs, plan.image.python)),
        python=plan.image.python,
    )


def _previous(folder: Path) -> str | None:
    """Give the lock of an earlier build, if it is what flashc wrote: an edited one proves nothing."""
    try:
        content = (folder / LOCK).read_bytes()
        manifest = json.loads((folder / "flashc.json").read_bytes())
        is_ours = manifest["files"][LOCK] == hashlib.sha256(content).hexdigest()
        return content.decode() if is_ours else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _not_locked(endpoint: str, reason: str) -> Diagnostic:
    return Diagnostic(
        code=codes.NOT_LOCKED,
        message=f"the requirements of `{endpoint}` cannot be locked",
        notes=tuple(reason.splitlines()),
        help=(
            "install uv, or compile without `--lock`"
            if reason == NO_UV
            else "mend the requirements, or compile without `--lock`"
        ),
    )


def failed_lock(compiled: Compiled, problem: Diagnostic) -> Compiled:
    """Add what is wrong to the other findings."""
    diagnostics = (problem, *compiled.compilation.diagnostics)
    return replace(compiled, compilation=replace(compiled.compilation, diagnostics=diagnostics))

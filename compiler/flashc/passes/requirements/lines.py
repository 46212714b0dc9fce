"""Requirements: what is said about one distribution, made into lines of a worker's requirements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flashc.diagnostic import Diagnostic
from flashc.ir.constraints import Entry, Role
from flashc.ir.needs import ByDeclaration, ByRuntime, Reason
from flashc.passes.requirements.contradictions import (
    Claim,
    between_claims,
    between_urls,
    lock_and_runtime,
    with_runtime,
)
from flashc.passes.requirements.pep508 import Parts, can_hold, holds, parse
from flashc.passes.requirements.specifiers import contradict, joined

# What the emitted code and the runtime stand on: one minor series each, so that a worker built
# next year behaves as it was reviewed. uvicorn is fastest with httptools and uvloop.
RUNTIME = (
    "fastapi>=0.165,<0.166",
    "httptools>=0.9,<0.10",
    "pydantic>=2.14,<3",
    "uvicorn>=0.54,<0.55",
    'uvloop>=0.23,<0.24; sys_platform != "win32"',
)
# What FastAPI reads multipart bodies with; only where a route takes uploads or form fields.
FORMS = ("python-multipart>=0.0.20,<0.1",)
# How a worker calls other endpoints; only where its modules do.
CLIENT = ("httpx>=0.28,<1",)
# What `/execute` needs: the pickles of the SDKs' clients, and reading the requirements they send.
EXECUTE = ("cloudpickle>=3.1,<4", "packaging>=24")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything said about one distribution: by whom it is asked for, and what limits it."""

    runtime: tuple[Claim, ...]
    asked: tuple[Claim, ...]
    limits: tuple[Claim, ...]
    locks: tuple[Claim, ...]


def requirement_lines(
    name: str,
    reasons: Sequence[Reason],
    entries: Sequence[Entry],
    extra: Iterable[Parts],
    python: str,
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Give the lines for one distribution, or what is contradictory about it.

    `extra` is what the user's table of imports says. A line each for every marker that can hold.
    """
    said = _said(reasons, entries, extra, python)
    problems = tuple(_contradictions(name, said, python))
    if any(problem.is_error for problem in problems):
        return (), problems
    # A lock that contradicts the runtime is older than it: it was warned of, and does not count.
    kept = said if not problems else replace(said, locks=())
    return tuple(_lines(name, kept, python)), problems


def _said(
    reasons: Sequence[Reason], entries: Sequence[Entry], extra: Iterable[Parts], python: str
) -> Said:
    runtime = [_claim(r.requirement) for r in reasons if isinstance(r, ByRuntime)]
    asked = [_claim(r.requirement, r) for r in reasons if isinstance(r, ByDeclaration)]
    asked += [Claim(parts=parts, span=None) for parts in extra]
    asked += _claims(entries, Role.REQUIRED, python)
    optional = _claims(entries, Role.OPTIONAL, python)
    if contradict(claim.parts.specifier for claim in optional):
        # Groups that exclude each other are choices; none was made here.
        optional = [Claim(parts=Parts(name=optional[0].parts.name), span=optional[0].span)]
    return Said(
        runtime=tuple(runtime),
        asked=tuple(asked or optional),
        limits=tuple(c for c in _claims(entries, Role.CONSTRAINT, python) if _now(c, python)),
        locks=tuple(c for c in _claims(entries, Role.LOCKED, python) if _now(c, python)),
    )


def _claim(requirement: str, reason: ByDeclaration | None = None) -> Claim:
    parts = parse(requirement)
    assert parts is not None  # noqa: S101 - every requirement was checked where it was read
    return Claim(parts=parts, span=reason.span if reason else None)


def _claims(entries: Sequence[Entry], role: Role, python: str) -> list[Claim]:
    claims = (
        replace(_claim(entry.requirement), span=entry.span)
        for entry in entries
        if entry.role is role
    )
    return [claim for claim in claims if can_hold(claim.parts.marker, python)]


def _now(claim: Claim, python: str) -> bool:
    return holds(claim.parts.marker, python)


def _contradictions(name: str, said: Said, python: str) -> Iterator[Diagnostic]:
    asked = [claim for claim in said.asked if _now(claim, python)]
    users = (*asked, *said.limits)
    urls = {claim.parts.url for claim in asked} - {""}
    if len(urls) > 1:
        yield between_urls(name, asked)
    elif contradict(claim.parts.specifier for claim in users):
        yield between_claims(name, users)
    elif users and contradict(claim.parts.specifier for claim in (*users, *said.runtime)):
        yield with_runtime(name, users, said.runtime)
    elif contradict(claim.parts.specifier for claim in (*users, *said.locks)):
        yield between_claims(name, (*users, *said.locks))
    elif said.locks and contradict(c.parts.specifier for c in (*said.locks, *said.runtime)):
        yield lock_and_runtime(name, said.locks, said.runtime)


def _lines(name: str, said: Said, python: str) -> Iterator[str]:
    needs = said.asked or said.runtime
    url = next((c.parts.url for c in (*needs, *said.locks) if c.parts.url), "")
    everywhere = [c.parts.specifier for c in (*said.runtime, *said.limits, *said.locks)]
    for marker in sorted({claim.parts.marker for claim in needs} or {""}):
        here = [claim.parts for claim in needs if claim.parts.marker == marker]
        # What holds for another system only must not limit this one.
        limits = everywhere if not marker or holds(marker, python) else everywhere[:0]
        extras = sorted({extra for parts in here for extra in parts.extras})
        specifier = "" if url else joined([*(p.specifier for p in here), *limits])
        yield Parts(
            name=name, extras=tuple(extras), specifier=specifier, marker=marker, url=url
        ).text

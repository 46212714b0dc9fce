"""FC604, FC605: requirements that no version satisfies together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from flashc import codes
from flashc.diagnostic import Diagnostic, Label, Severity
from flashc.passes.requirements.pep508 import Parts
from flashc.passes.requirements.specifiers import contradict, joined
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says about a distribution; the runtime has no place in a file."""

    parts: Parts
    span: Span | None


def between_claims(name: str, claims: Sequence[Claim]) -> Diagnostic:
    """Report the two places that contradict each other, or all where it takes more than two."""
    limiting = [claim for claim in claims if claim.parts.specifier]
    pair = next(
        (pair for pair in combinations(limiting, 2) if contradict(c.parts.specifier for c in pair)),
        tuple(limiting),
    )
    wanted = " and ".join(f"`{claim.parts.specifier}`" for claim in pair)
    return Diagnostic(
        code=codes.REQUIREMENTS_CONTRADICT,
        message=f"no version of `{name}` is {wanted}",
        primary=next(_labels(pair[-1:]), None),
        labels=tuple(_labels(pair[:-1])),
        help="make them agree; a lock file is brought up to date with `uv lock` or `poetry lock`",
    )


def between_urls(name: str, claims: Sequence[Claim]) -> Diagnostic:
    """Report a distribution that comes from two addresses."""
    direct = [claim for claim in claims if claim.parts.url]
    return Diagnostic(
        code=codes.REQUIREMENTS_CONTRADICT,
        message=f"`{name}` comes from two addresses",
        primary=next(_labels(direct[-1:]), None),
        labels=tuple(_labels(direct[:-1])),
        help="keep one of them",
    )


def with_runtime(name: str, claims: Sequence[Claim], runtime: Sequence[Claim]) -> Diagnostic:
    """Report the user's pin that the worker cannot run with."""
    range_ = joined(claim.parts.specifier for claim in runtime)
    against = [c for c in claims if contradict((c.parts.specifier, range_))] or list(claims)
    return Diagnostic(
        code=codes.RUNTIME_CONTRADICTED,
        message=f"a worker cannot run with `{name}{against[0].parts.specifier}`",
        primary=next(_labels(against[:1]), None),
        labels=tuple(_labels(against[1:])),
        notes=(f"the code of every worker stands on `{name}{range_}`",),
        help=f"write `{name}{range_}`, or leave the version to the worker",
    )


def lock_and_runtime(name: str, locks: Sequence[Claim], runtime: Sequence[Claim]) -> Diagnostic:
    """Warn of a locked version that the worker cannot have."""
    range_ = joined(claim.parts.specifier for claim in runtime)
    return Diagnostic(
        code=codes.RUNTIME_CONTRADICTED,
        severity=Severity.WARNING,
        message=f"the worker has another `{name}` than the lock",
        primary=next(_labels(locks[:1]), None),
        notes=(f"the code of every worker stands on `{name}{range_}`",),
        help=f"lock again with `{name}{range_}`",
    )


def _labels(claims: Sequence[Claim]) -> Iterator[Label]:
    for claim in claims:
        if claim.span is not None:
            yield Label(span=claim.span, text=f"`{claim.parts.specifier or claim.parts.url}`")

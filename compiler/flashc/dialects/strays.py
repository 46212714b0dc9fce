"""Strays: what the sources do with the SDK that no dialect follows, so that declarations would be lost."""

from dataclasses import dataclass

from flashc.diagnostic import Diagnostic
from flashc.dialects.endpoint_strays import EndpointStrays, mentions_sdk
from flashc.dialects.remote_strays import RemoteStrays, uses_sdk
from flashc.dialects.visits import visits
from flashc.ir.bindings import Bindings
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Strays:
    """What is found, by dialect; `mentioned` are the `Endpoint` objects whose routes are reported."""

    of_remote: tuple[Diagnostic, ...]
    of_endpoint: tuple[Diagnostic, ...]
    mentioned: frozenset[Span]


def find_strays(bindings: Bindings, objects: frozenset[Span], followed: frozenset[Span]) -> Strays:
    """Find what would be lost, in one walk through each module for both dialects.

    `objects` are the `Endpoint` constructions that are read, `followed` the calls of their routes.
    """
    of_remote: list[Diagnostic] = []
    of_endpoint: list[Diagnostic] = []
    has_endpoints = mentions_sdk(bindings, bindings.modules)
    endpoint = EndpointStrays(bindings, objects, followed)
    for name in sorted(bindings.modules):
        remote = RemoteStrays(bindings, name) if uses_sdk(bindings, name) else None
        if remote is None and not has_endpoints:
            continue
        for visit in visits(bindings, name):
            if remote is not None:
                of_remote.extend(remote.in_visit(visit))
            if has_endpoints:
                of_endpoint.extend(endpoint.in_visit(visit))
    return Strays(
        of_remote=tuple(of_remote),
        of_endpoint=tuple(of_endpoint),
        mentioned=frozenset(endpoint.mentioned),
    )

"""Joined: several independent projects of one call, as one result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flashc import codes
from flashc.compilation import Compilation
from flashc.diagnostic import Diagnostic, in_order
from flashc.ir.needs import Needs
from flashc.ir.program import Program
from flashc.passes.check.names import check_taken
from flashc.passes.requirements.check_distributions import unused
from flashc.source import Span

# What nothing in a project uses; another project that shares the file may.
_UNUSED = frozenset(
    one.number
    for one in (codes.CONFIG_NOT_DECLARED, codes.REQUIREMENT_UNUSED, codes.IGNORED_NOTHING)
)


def joined(projects: Sequence[Compilation]) -> Compilation:
    """Put the projects of one call together; a single one is given back as it is.

    Names of endpoints must differ between projects, because each is a folder of the output. A
    project that declares nothing is no mistake beside others that do.
    """
    if len(projects) == 1:
        return projects[0]
    program = _program(projects)
    needs = {name: one for project in projects for name, one in project.needs.items()}
    found = [*_unused_by_all(projects), *_requirements_unused_by_all(projects, needs)]
    found += check_taken(project.program for project in projects)
    diagnostics = in_order(tuple(_about_nothing(found, projects)))
    failed = any(one.is_error for one in diagnostics)
    plans = () if failed else (plan for project in projects for plan in project.plans)
    return Compilation(
        sources={path: file for one in projects for path, file in one.sources.items()},
        program=program,
        plans=tuple(sorted(plans, key=lambda plan: plan.endpoint)),
        diagnostics=diagnostics,
        queue_endpoints=tuple(sorted(n for one in projects for n in one.queue_endpoints)),
        needs=needs,
        graphs={name: graph for one in projects for name, graph in one.graphs.items()},
        closures={name: closure for one in projects for name, closure in one.closures.items()},
        roots={path: root for one in projects for path, root in one.roots.items()},
        data={name: files for one in projects for name, files in one.data.items()},
    )


def _program(projects: Sequence[Compilation]) -> Program:
    endpoints = [one for project in projects for one in project.program.endpoints]
    return Program(
        endpoints=tuple(sorted(endpoints, key=lambda one: one.resource.name)),
        unused=tuple(one for project in projects for one in project.program.unused),
        applications=tuple(one for project in projects for one in project.program.applications),
    )


def _unused_by_all(projects: Sequence[Compilation]) -> Iterator[Diagnostic]:
    """Leave out what one project has no use for and another one that shares the file has."""
    declaring = [one for one in projects if one.program.endpoints or one.program.unused]
    said = [{_about(one): one for one in project.diagnostics} for project in declaring]
    for project in projects:
        for one in project.diagnostics:
            key = number, span = _about(one)
            if number == codes.REQUIREMENT_UNUSED.number:
                continue
            if number not in _UNUSED or span is None or not declaring:
                yield one
                continue
            found = [
                spoken.get(key)
                for other, spoken in zip(declaring, said, strict=True)
                if span.path in other.sources
            ]
            if all(found):
                yield _once([one for one in found if one] or [one])


def _once(found: Sequence[Diagnostic]) -> Diagnostic:
    """Say for all projects what each of them says: the gravest, with the remarks of all."""
    gravest = next((one for one in found if one.is_error), found[0])
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    return replace(gravest, notes=gravest.notes if gravest.is_error else notes)


def _requirements_unused_by_all(
    projects: Sequence[Compilation], needs: Mapping[str, Needs]
) -> Iterator[Diagnostic]:
    """Find what no project needs, where some project has something to say about that file."""
    said = {
        one.primary.span.path: one.severity
        for project in projects
        for one in project.diagnostics
        if one.code is codes.REQUIREMENT_UNUSED and one.primary
    }
    for one in unused(needs.values()) if said else ():
        if one.primary is not None and one.primary.span.path in said:
            yield replace(one, severity=said[one.primary.span.path])


def _about(one: Diagnostic) -> tuple[str, Span | None]:
    return one.code.number, one.primary.span if one.primary else None


def _about_nothing(
    found: Iterable[Diagnostic], projects: Sequence[Compilation]
) -> Iterator[Diagnostic]:
    """Say that nothing is declared only where that holds for all projects, and then once."""
    empty: list[Diagnostic] = []
    for one in found:
        if one.code is codes.NOTHING_DECLARED:
            empty.append(one)
        else:
            yield one
    if len(empty) == len(projects):
        yield replace(empty[0], notes=tuple(note for one in empty for note in one.notes))


__all__ = ["joined"]

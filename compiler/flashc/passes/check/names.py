"""FC502, FC503: endpoint names that cannot be folders, and names that would collide."""

import re
from collections.abc import Iterable, Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.declarations import Declarations
from flashc.ir.facts import Value
from flashc.ir.program import Program, Resource
from flashc.passes.fold.operations import equal
from flashc.passes.naming.slugs import slug_of

# The last two start another command within any quotes but single ones.
FORBIDDEN = frozenset('/\\:*?"<>|$`')
# C0, C1, format and bidi controls, fillers that nobody sees, surrogates: a fixed table, the same on
# every Python.
CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
DEVICES = frozenset(
    [
        *("con", "prn", "aux", "nul"),
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789\xb9\xb2\xb3"),
    ]
)
LONGEST = 100
# File systems count bytes, and beside a folder stands another one of its name while it is written.
MOST_BYTES = 200
_WORD = re.compile("[A-Za-z0-9]|[^\x00-\x7f]")
_ANOTHER = "give one another name, or compile each project into a folder of its own"


def check_names(declarations: Declarations) -> Iterator[Diagnostic]:
    """Report unusable names once each, and every resource whose name another one has."""
    first: dict[str, Resource] = {}
    for resource in declarations.resources:
        problem = problem_of(resource.name)
        if problem is not None:
            yield _unusable(resource, problem)
            continue
        earlier = first.setdefault(slug_of(resource.name), resource)
        if earlier is not resource and not _same(earlier, resource):
            yield _taken(resource, earlier)


def check_taken(projects: Iterable[Program]) -> Iterator[Diagnostic]:
    """Report endpoints of different projects that have one name, however alike they are."""
    first: dict[str, Resource] = {}
    for program in projects:
        own = {slug_of(one.resource.name): one.resource for one in program.endpoints}
        for slug, resource in own.items():
            if slug in first:
                yield _taken(resource, first[slug], _ANOTHER)
        first |= own


def problem_of(name: str) -> str | None:
    """Say why `name` cannot be the name of a folder on every system, as a clause; None if it can."""
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if len(name.encode("utf-8", "replace")) > MOST_BYTES:
        return f"is longer than {MOST_BYTES} bytes in UTF-8"
    bad = next((c for c in name if c in FORBIDDEN or CONTROLS.match(c)), None)
    if bad is not None:
        return f"holds {bad!a}"
    if name.startswith("."):
        return "starts with a dot"
    if name.startswith("-"):
        return "starts with `-`, as options of commands do"
    if name != name.strip() or name.endswith("."):
        return "starts or ends with a space, or ends with a dot"
    if not _WORD.search(name):
        return "has no letter and no digit"
    return (
        "is a device name on Windows"
        if name.split(".", maxsplit=1)[0].rstrip(" ").lower() in DEVICES
        else None
    )


def _same(one: Resource, other: Resource) -> bool:
    settings: list[Value] = [{s.name: s.value for s in r.settings} for r in (one, other)]
    same_kind = one.resource_class == other.resource_class
    return one.name == other.name and same_kind and equal(settings)


def _unusable(resource: Resource, problem: str) -> Diagnostic:
    return Diagnostic(
        code=codes.NAME_UNUSABLE,
        message=f"endpoint name {resource.name!a} {problem}",
        primary=Label(span=resource.name_span, text="the worker's folder gets this name"),
        help="use letters, digits, `-` and `_`: `user-service`",
    )


def _taken(
    resource: Resource,
    earlier: Resource,
    advice: str = "declare the resource once and import it, or give one another name",
) -> Diagnostic:
    if resource.name == earlier.name:
        message = f"two different resources are named `{resource.name}`"
    else:
        slug = slug_of(resource.name)
        message = f"endpoints `{earlier.name}` and `{resource.name}` both become `{slug}`"
        advice = (
            "rename one so that they differ in a letter or digit, not only in case or punctuation"
        )
    return Diagnostic(
        code=codes.NAME_TAKEN,
        message=message,
        primary=Label(span=resource.name_span, text="again here"),
        labels=(Label(span=earlier.name_span, text="first here"),),
        help=advice,
    )

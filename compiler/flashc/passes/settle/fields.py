"""What the value of a resource's field must be: one function a kind, giving what is wrong or None.

The words are those that `flash.toml` uses for the same fields.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flashc.ir.facts import Construction, Known, Reference, Value
from flashc.passes.suggest import suggestion
from flashc.sdk.hardware import (
    CENTERS,
    CPUS,
    CUDA_VERSIONS,
    GPUS,
    LARGEST_VOLUME,
    LONGEST_IDLE,
    SMALLEST_VOLUME,
    form,
)
from flashc.sdk.names import is_image

# The longest that a message quotes of a value.
_QUOTED = 40
_DIGITS = re.compile(r"[+-]?[0-9]{1,18}")
# Fields that hold a whole number.
WHOLE = frozenset(
    "gpuCount workersMin workersMax idleTimeout executionTimeoutMs scalerValue".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """The value is not `expected`; `found` says what it is, `advice` what to write."""

    expected: str
    found: str
    advice: str


Rule = Callable[[Value], Wrong | None]


def kind_of(value: Value) -> str:
    """Name the Python type of a value."""
    match value:
        case None:
            return "`None`"
        case bool():
            return "true or false"
        case str() | bytes():
            return "text"
        case int():
            return "a whole number"
        case float():
            return "a number with a fraction"
        case tuple():
            return "a list"
        case Reference() | Construction():
            return f"`{value.name.partition('.')[2]}`"
        case _:
            return "a dictionary"


def whole(least: int, most: int | None = None) -> Rule:
    """Take a whole number from `least` to `most`."""
    span = f"from {least} to {most}" if most is not None else f"of at least {least}"
    expected = f"a whole number {span}"

    def rule(value: Value) -> Wrong | None:
        if not isinstance(value, int) or isinstance(value, bool):
            found, advice = f"this is {kind_of(value)}", f"write a number: {_meant(value, least)}"
            return Wrong(expected=expected, found=found, advice=advice)
        if value < least or (most is not None and value > most):
            return Wrong(expected=expected, found=f"this is {value}", advice=f"use one {span}")
        return None

    return rule


def taken(field: str, value: Value) -> Value:
    """Give a field's value as the resource classes take it: text of digits is a number there."""
    is_number = isinstance(value, str) and _DIGITS.fullmatch(value.strip()) is not None
    return int(str(value)) if is_number and field in WHOLE else value


def _meant(value: Value, least: int) -> int:
    digits = _DIGITS.fullmatch(value.strip()) if isinstance(value, str) else None
    return least if digits is None else int(digits[0])


def boolean(value: Value) -> Wrong | None:
    """Take True or False."""
    if isinstance(value, bool):
        return None
    found, advice = f"this is {kind_of(value)}", "write `True` or `False`"
    return Wrong(expected="true or false", found=found, advice=advice)


def text(value: Value) -> Wrong | None:
    """Take text that is not empty."""
    if isinstance(value, str) and value.strip():
        return None
    found = "this is empty" if isinstance(value, str) else f"this is {kind_of(value)}"
    return Wrong(expected="text", found=found, advice="write it in quotes, or leave it out")


def image(value: Value) -> Wrong | None:
    """Take the name of a container image, or nothing at all for the platform's own."""
    if value == "" or (isinstance(value, str) and is_image(value)):
        return None
    found = f"`{_shortened(value)}` is not one" if isinstance(value, str) else kind_of(value)
    advice = 'write `"registry/name:tag"`, without blanks, quotes or variables'
    return Wrong(expected="the name of a container image", found=found, advice=advice)


def member(owner: str, names: Collection[str], what: str) -> Rule:
    """Take a member of the SDK's enums, or its value as text; `owner` is the enum for advice."""
    by_form = {form(name): name for name in names}

    def rule(value: Value) -> Wrong | None:
        written = value if isinstance(value, str) else _member(value)
        if written is None:
            advice = f"write `{owner}.{next(iter(names))}`"
            return Wrong(expected=what, found=f"this is {kind_of(value)}", advice=advice)
        # `CudaVersion.V12_8` is "12.8".
        spelled = form(written).removeprefix("v")
        if form(written) in by_form or spelled in by_form:
            return None
        is_word = any(character.isalpha() for character in spelled)
        near = suggestion(written, names) if is_word else None
        known = ", ".join(names)
        found = f"`{_shortened(written)}` is not known"
        advice = f"did you mean `{_as_written(value, near)}`?" if near else f"one of: {known}"
        return Wrong(expected=what, found=found, advice=advice)

    return rule


def many(rule: Rule, what: str) -> Rule:
    """Take a list in which every element passes `rule`."""

    def check_all(value: Value) -> Wrong | None:
        if not isinstance(value, tuple):
            return Wrong(expected=what, found=f"this is {kind_of(value)}", advice="write a list")
        return next((wrong for one in value if (wrong := rule(one)) is not None), None)

    return check_all


def one_or_many(rule: Rule) -> Rule:
    """Take one value, or a list of them."""

    def check_all(value: Value) -> Wrong | None:
        values = value if isinstance(value, tuple) else (value,)
        return next((wrong for one in values if (wrong := rule(one)) is not None), None)

    return check_all


def construction(name: str, fields: Mapping[str, Rule | None]) -> Rule:
    """Take `Name(...)` of the SDK with these keywords; a field without a rule takes anything."""

    def rule(value: Value) -> Wrong | None:
        is_it = isinstance(value, Construction) and value.name.rpartition(".")[2] == name
        if not isinstance(value, Construction) or not is_it:
            example = f"`{name}({next(iter(fields))}=...)`"
            found = f"this is {kind_of(value)}"
            return Wrong(expected=f"a `{name}`", found=found, advice=f"write {example}")
        if value.arguments:
            found = "its arguments have no names"
            advice = f"pass them by name: {', '.join(f'`{field}=`' for field in fields)}"
            return Wrong(expected=f"a `{name}`", found=found, advice=advice)
        return next(
            (wrong for key, fact in value.keywords if (wrong := _keyword(name, fields, key, fact))),
            None,
        )

    return rule


def _keyword(name: str, fields: Mapping[str, Rule | None], key: str, fact: object) -> Wrong | None:
    if key not in fields:
        near = suggestion(key, fields)
        advice = f"did you mean `{near}`?" if near else f"it takes: {', '.join(fields)}"
        found = f"`{name}` has no field `{key}`"
        return Wrong(expected=f"a `{name}`", found=found, advice=advice)
    rule = fields[key]
    # None stands for a field that is not set; what is not known is not judged.
    is_set = isinstance(fact, Known) and fact.value is not None
    wrong = rule(fact.value) if rule is not None and is_set and isinstance(fact, Known) else None
    if wrong is None:
        return None
    found = f"{wrong.found.replace('this', f'`{key}`', 1)}, and must be {wrong.expected}"
    return Wrong(expected=f"a valid `{name}`", found=found, advice=wrong.advice)


def _member(value: Value) -> str | None:
    return value.name.rpartition(".")[2] if isinstance(value, Reference) else None


def _as_written(value: Value, near: str | None) -> str:
    """Give a name in the form of the value that it corrects."""
    if isinstance(value, Reference):
        return f"{'.'.join(value.name.split('.')[-2:-1])}.{near}"
    return json.dumps(near)


def _shortened(value: str) -> str:
    return value if len(value) <= _QUOTED else f"{value[:_QUOTED]}..."


CENTER = member("DataCenter", CENTERS, "a data center")
CUDA = member("CudaVersion", CUDA_VERSIONS, "a CUDA version")
VOLUME = construction(
    "NetworkVolume",
    {
        "name": text,
        "size": whole(SMALLEST_VOLUME, LARGEST_VOLUME),
        "id": text,
        "dataCenterId": CENTER,
        "datacenter": CENTER,
    },
)
TEMPLATE = construction(
    "PodTemplate",
    {
        "containerDiskInGb": whole(1),
        "startScript": None,
        "dockerArgs": None,
        "ports": None,
        "env": None,
        "imageName": None,
        "name": None,
        "config": None,
        "advancedStart": boolean,
        "containerRegistryAuthId": None,
    },
)
RULES: Mapping[str, Rule] = {
    "imageName": image,
    "gpus": many(member("GpuGroup", GPUS, "a GPU"), "a list of GPUs"),
    "gpuCount": whole(1),
    "cudaVersions": many(CUDA, "a list of CUDA versions"),
    "minCudaVersion": CUDA,
    "instanceIds": many(
        member("CpuInstanceType", CPUS, "a CPU instance"), "a list of CPU instances"
    ),
    "workersMin": whole(0),
    "workersMax": whole(0),
    "idleTimeout": whole(1, LONGEST_IDLE),
    "executionTimeoutMs": whole(0),
    "scalerValue": whole(1),
    "flashboot": boolean,
    "networkVolume": VOLUME,
    "networkVolumes": many(VOLUME, "a list of volumes"),
    "networkVolumeId": text,
    "locations": text,
    "datacenter": one_or_many(CENTER),
    "template": TEMPLATE,
    "templateId": text,
}

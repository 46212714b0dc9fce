"""Poetry's own way to write requirements, as PEP 508."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BOUND = re.compile(r"(\^|~)\s*v?(\d+(?:\.\d+)*)")
_WILDCARD = re.compile(r"v?\d+(?:\.\d+)*\.\*")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[a-z0-9.+]*")


def poetry_requirements(name: str, value: object) -> Iterator[str]:
    """Yield the requirements that an entry of `[tool.poetry.dependencies]` stands for."""
    if isinstance(value, list):
        for one in value:
            yield from poetry_requirements(name, one)
    elif isinstance(value, str):
        yield name + poetry_specifier(value)
    elif isinstance(value, Mapping):
        yield _from_table(name, value)


def is_local(value: object) -> bool:
    """Whether the entry is a folder or file of the machine."""
    return isinstance(value, Mapping) and ("path" in value or "file" in value)


def _from_table(name: str, value: Mapping[str, Any]) -> str:
    extras = value.get("extras")
    named = f"{name}[{','.join(map(str, extras))}]" if isinstance(extras, list) and extras else name
    marker = value.get("markers")
    tail = f" ; {marker}" if isinstance(marker, str) and marker else ""
    if isinstance(value.get("git"), str):
        revision = next((value[key] for key in ("rev", "tag", "branch") if key in value), None)
        return f"{named} @ git+{value['git']}{f'@{revision}' if revision else ''}{tail}"
    if isinstance(value.get("url"), str):
        return f"{named} @ {value['url']}{tail}"
    return f"{named}{poetry_specifier(str(value.get('version', '*')))}{tail}"


def poetry_specifier(text: str) -> str:
    """Turn `^1.2` into `>=1.2,<2`; what cannot be turned limits nothing."""
    if "||" in text:
        return ""
    clauses = (clause.strip() for clause in text.split(","))
    return ",".join(filter(None, map(_clause, clauses)))


def _clause(text: str) -> str:
    if text in {"", "*"}:
        return ""
    bound = _BOUND.fullmatch(text)
    if bound is not None:
        numbers = [int(number) for number in bound[2].split(".")]
        return f">={bound[2]},<{_caret(numbers) if bound[1] == '^' else _tilde(numbers)}"
    if _WILDCARD.fullmatch(text) or _VERSION.fullmatch(text):
        return f"=={text}"
    return text


def _caret(numbers: list[int]) -> str:
    """Raise the first number that is not zero."""
    index = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1)
    return ".".join(map(str, [*numbers[:index], numbers[index] + 1]))


def _tilde(numbers: list[int]) -> str:
    kept = numbers[:2]
    return ".".join(map(str, [*kept[:-1], kept[-1] + 1]))

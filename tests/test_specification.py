"""The table of the specification's promises: complete, unique, and each test in it exists."""

import re
from pathlib import Path

from environments import REPOSITORY

TABLE = Path(__file__).with_name("specification.md")
SECTIONS = (
    "LB",
    "QS",
    "RT",
    "MR",
    "RS",
    "LD",
    "TP",
    "BD",
    "VD",
    "EX",
    "VE",
    "RE",
    "BE",
    "AP",
    "BP",
)
ROW = re.compile(r"\| (?P<id>[A-Z]{2}\d{2}) \| (?P<promise>[^|]+) \| (?P<shown>[^|]+) \|")


def rows() -> list[tuple[str, str, str]]:
    text = TABLE.read_text(encoding="utf-8").replace("\\|", "/")
    lines = [line for line in text.splitlines() if re.match(r"\| [A-Z]{2}\d", line)]
    found = [ROW.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if match is None]
    return [(m["id"], m["promise"].strip(), m["shown"].strip()) for m in found if m]


def test_ids_are_unique_and_have_no_gaps() -> None:
    ids = [identity for identity, _, _ in rows()]
    for section in SECTIONS:
        numbers = [int(one[2:]) for one in ids if one.startswith(section)]
        assert numbers == list(range(1, len(numbers) + 1)), section
        assert numbers, section
    assert {one[:2] for one in ids} == set(SECTIONS)


def test_every_promise_names_tests_that_exist_or_says_why_there_is_none() -> None:
    wrong = []
    for identity, _, shown in rows():
        references = re.findall(r"`([^`]+)`", shown)
        if shown.startswith("not yet: "):
            wrong += [f"{identity}: names tests, but is not there yet"] if references else []
        elif not references:
            wrong.append(f"{identity}: names no test")
        wrong += [f"{identity}: {one}" for one in references if not exists(one)]
    assert wrong == []


def exists(reference: str) -> bool:
    """Say whether `file::test[fixture]` is there, the fixture's folder included."""
    match = re.fullmatch(r"(?P<file>[\w/]+\.py)::(?P<test>test_\w+)(\[(?P<case>\w+)\])?", reference)
    if match is None:
        return False
    file = REPOSITORY / "tests" / match["file"]
    if not file.exists() or f"def {match['test']}(" not in file.read_text(encoding="utf-8"):
        return False
    kinds = ("accept", "reject")
    case = match["case"]
    return case is None or any((REPOSITORY / "fixtures" / k / case).is_dir() for k in kinds)


def test_promises_are_not_repeated() -> None:
    promises = [promise for _, promise, _ in rows()]
    assert len(promises) == len(set(promises))

"""Diagnostics as SARIF 2.1.0: what its schema and code scanning ask for."""

import json
from typing import Any

from flashc.codes import ROUTE_CONFLICT, UNANNOTATED_QUERY
from flashc.diagnostic import Diagnostic, Fix, Label, Severity
from flashc.render.sarif import render_sarif
from flashc.source import Span
from render.drawn import at, source

FILE = source("a = 1\n名😀 = '\x1b'; path = 2\n", "src/a b.py")
OTHER = source("x = 1\n", "../other/ü.py")
FULL = Diagnostic(
    code=ROUTE_CONFLICT,
    message="m [click](http://x) {0}",
    primary=at(FILE, "path", "again\x1b"),
    labels=(at(OTHER, "x", "first"), at(FILE, "a")),
    notes=("n",),
    help="h\ni",
    fix=Fix(span=at(FILE, "path").span, replacement="x\ny"),
)
BARE = Diagnostic(code=UNANNOTATED_QUERY, message="bare", severity=Severity.NOTE)


def document(*diagnostics: Diagnostic, **more: Any) -> Any:
    more = {"successful": True} | more
    text = render_sarif(diagnostics, {FILE.path: FILE, OTHER.path: OTHER}, **more)
    assert text.isascii()
    parsed = json.loads(text)
    check(parsed)
    return parsed["runs"][0]


def test_a_result_has_place_message_and_level() -> None:
    run = document(FULL)
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("FC304", "error")
    assert result["message"]["text"] == (
        "m \\[click](http://x) {0}\nagain\\x1b\nnote: n\nhelp: h\ni"
    )
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 15},
    }


def test_columns_count_characters() -> None:
    """The line before the place holds a character that UTF-16 counts twice."""
    run = document(FULL)
    assert run["columnKind"] == "unicodeCodePoints"
    line = FILE.line(2)
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "path"


def test_other_places_are_related_locations() -> None:
    first, second = document(FULL)["results"][0]["relatedLocations"]
    assert (first["id"], first["message"]["text"]) == (1, "first")
    assert first["physicalLocation"]["artifactLocation"] == {"uri": "../other/%C3%BC.py"}
    assert (second["id"], second["message"]["text"]) == (2, "here")


def test_a_fix_replaces_a_region() -> None:
    (fix,) = document(FULL)["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "x\ny"}
    assert replacement["deletedRegion"]["startColumn"] == 11


def test_rules_are_those_of_the_results_with_their_help() -> None:
    run = document(FULL, BARE, BARE)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["FC304", "FC701"]
    assert rules[1]["name"] == "QueryParameterWithoutAnnotation"
    assert rules[1]["defaultConfiguration"] == {"level": "warning"}
    assert [result["level"] for result in run["results"]] == ["error", "note", "note"]


def test_what_has_no_place_has_no_location() -> None:
    run = document(BARE)
    assert "locations" not in run["results"][0]
    assert run["artifacts"] == []


def test_a_file_that_could_not_be_read_has_no_region() -> None:
    label = Label(span=Span(path="gone.py", start=0, end=0))
    run = document(Diagnostic(code=ROUTE_CONFLICT, message="m", primary=label))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "gone.py", "uriBaseId": "%SRCROOT%"}}


def test_what_is_not_about_the_sources_is_a_notification() -> None:
    (invocation,) = document(successful=False, remarks=["`build/x` is in the way"])["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification == {"level": "error", "message": {"text": "`build/x` is in the way"}}


def test_without_findings_the_document_is_complete() -> None:
    assert document()["results"] == []


# --- What the schema asks for, as far as we make use of it ---


def check(parsed: Any) -> None:
    assert set(parsed) == {"$schema", "version", "runs"}
    assert parsed["version"] == "2.1.0"
    (run,) = parsed["runs"]
    assert run["tool"]["driver"]["name"] == "flashc"
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    artifacts = {artifact["location"]["uri"] for artifact in run["artifacts"]}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        for location in [*result.get("locations", []), *result.get("relatedLocations", [])]:
            check_place(location["physicalLocation"], artifacts)
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                assert change["artifactLocation"]["uri"] in artifacts
                assert change["replacements"]
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)


def check_place(place: Any, artifacts: set[str]) -> None:
    location = place["artifactLocation"]
    assert location["uri"] in artifacts
    assert " " not in location["uri"]
    assert not location["uri"].startswith("/")
    assert location.get("uriBaseId") in (None, "%SRCROOT%")
    region = place.get("region")
    if region is not None:
        start, end = (region["startLine"], region["startColumn"]), (
            region["endLine"],
            region["endColumn"],
        )
        assert (1, 1) <= start <= end

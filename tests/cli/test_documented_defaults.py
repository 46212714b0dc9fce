"""Dictionaries in what documents a default: the worker repeats them, and tokens stay out."""

import json
from pathlib import Path

import pytest

from dependencies.project import Project
from emitters.running import running

SOURCE = """from fastapi import Body, Query
from tetra_rp import LoadBalancerSlsResource, remote

WORD = "folded"
api = LoadBalancerSlsResource(name="api")


@remote(api, method="{method}", path="/a")
def a(x: str = {default}):
    return x
"""
SECRET = "sk-live0123456789abcdef"  # noqa: S105
LONG = "a long value that makes the line too wide for one line, " * 2


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, capsys)
    project.place(requirements_dot_txt="fastapi\n")
    return project


def built(project: Project, default: str, method: str = "GET") -> tuple[str, list[str], str]:
    """Compile a default, and give the generated application, the codes and all that is said."""
    project.place(src__main_dot_py=SOURCE.format(default=default, method=method))
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0, result.err
    written = project.folder / "build/api/src/api_worker/app.py"
    return written.read_text(encoding="utf-8"), result.codes, result.err


@pytest.mark.parametrize(
    ("given", "repeated"),
    [
        ("openapi_examples={'a': {'value': 1}}", 'openapi_examples={"a": {"value": 1}}'),
        ("json_schema_extra={'n': [1, None, {}]}", 'json_schema_extra={"n": [1, None, {}]}'),
        ("examples=[{'a': 1, 'b': True}]", 'examples=[{"a": 1, "b": True}]'),
        ("examples=({'a': WORD},)", 'examples=[{"a": "folded"}]'),
        ("examples=[{'a': 1, 'b': 2, 'a': 3}]", 'examples=[{"a": 3, "b": 2}]'),
        ("json_schema_extra={}", "json_schema_extra={}"),
    ],
)
def test_a_dictionary_of_literals_is_repeated(project: Project, given: str, repeated: str) -> None:
    text, said, _ = built(project, f'Query("x", {given})')
    assert said == []
    assert f'Query("x", {repeated})' in text


@pytest.mark.parametrize(
    "given", ["{**OTHER}", "{open: 1}", "{'a': [i for i in ()]}", "{'a': {1}}"]
)
def test_a_dictionary_of_anything_else_is_an_error(project: Project, given: str) -> None:
    default = f'Query("x", json_schema_extra={given})'
    text = SOURCE.format(default=default, method="GET").replace("WORD =", "OTHER = {}\nWORD =")
    project.place(src__main_dot_py=text)
    assert project.flashc("src", "-o", "build").codes == ["error FC408"]


def test_the_worker_shows_the_examples(project: Project) -> None:
    built(project, f'Query("x", openapi_examples={{"a": {{"value": "{LONG}"}}}})')
    with running(project.folder / "build/api", "api_worker") as worker:
        document = json.loads(worker.ask("GET", "/openapi.json").text)
        assert json.loads(worker.ask("GET", "/a").text) == "x"
    (parameter,) = document["paths"]["/a"]["get"]["parameters"]
    assert parameter["examples"] == {"a": {"value": LONG}}


@pytest.mark.parametrize(
    "given",
    [
        f'examples=["{SECRET}"]',
        f'examples=[{{"a": "{SECRET}"}}]',
        f'openapi_examples={{"a": {{"value": "{SECRET}"}}}}',
        f'json_schema_extra={{"{SECRET}": 1}}',
    ],
)
def test_a_token_in_a_document_is_said_to_be_one_and_left_out(project: Project, given: str) -> None:
    text, said, err = built(project, f'Query("x", max_length=9, {given})')
    assert said == ["warning FC705"]
    assert "what documents `x` holds what looks like a secret" in err
    assert "make the parameter required" not in err
    assert 'Query("x", max_length=9)' in text


def test_a_token_that_is_the_default_is_still_said_to_be_one(project: Project) -> None:
    text, said, err = built(project, f'Query("{SECRET}", examples=["a"])')
    assert said == ["warning FC705"]
    assert "the default of `x` holds what looks like a secret" in err
    assert SECRET not in text

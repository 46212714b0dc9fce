"""Tokens in what documents a parameter, and in flash.toml: named, and never written down."""

from pathlib import Path

import pytest

from dependencies.project import Project

SOURCE = """from typing import Annotated, Optional

from fastapi import Body, Header, Query
from pydantic import Field
from tetra_rp import LoadBalancerSlsResource, remote

TOKEN = "sk-{secret}"
Key = Annotated[str, Query(max_length=90, examples=[TOKEN])]
api = LoadBalancerSlsResource(name="api")


@remote(api, method="{method}", path="/a")
def a(key: {annotation}):
    return key
"""
SECRET = "live0123456789abcdef"  # noqa: S105


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, capsys)
    project.place(requirements_dot_txt="fastapi\npydantic\n")
    return project


def emitted(project: Project) -> str:
    """Give all text that flashc wrote itself: everything but the user's own module."""
    files = [path for path in (project.folder / "build").rglob("*") if path.is_file()]
    own = [path for path in files if path.name != "main.py" and "flashc_runtime" not in path.parts]
    return "".join(path.read_text(encoding="utf-8") for path in own)


@pytest.mark.parametrize(
    ("annotation", "method", "kept"),
    [
        ('Annotated[str, Query(max_length=90, examples=["sk-{secret}"])]', "GET", "max_length=90"),
        ('Annotated[str, Query(description="such as sk-{secret}")]', "GET", "Query()"),
        ("Key", "GET", "max_length=90"),
        ("Optional[Key]", "GET", "max_length=90"),
        ('Annotated[str, Header(alias="X-Key", examples=[TOKEN, "b"])]', "POST", 'alias="X-Key"'),
        ('Annotated[str, Field(title="sk-{secret}", max_length=9)]', "POST", "max_length=9"),
        ('list[Annotated[str, Field(examples=["sk-{secret}"], max_length=9)]]', "POST", "max_len"),
        ('Annotated[dict[str, str], Body(examples=["sk-{secret}"])]', "POST", "Body()"),
    ],
)
def test_a_token_that_documents_a_parameter_is_left_out_and_named(
    project: Project, annotation: str, method: str, kept: str
) -> None:
    annotation = annotation.replace("{secret}", SECRET)
    text = SOURCE.format(secret=SECRET, annotation=annotation, method=method)
    project.place(src__main_dot_py=text)
    result = project.flashc("src", "-o", "build")
    assert (result.exit_code, result.codes) == (0, ["warning FC705"]), result.err
    assert "what documents `key` holds what looks like a secret" in result.err
    written = emitted(project)
    assert SECRET not in written
    assert kept in written


def test_what_documents_a_parameter_and_is_no_token_is_repeated(project: Project) -> None:
    annotation = 'Annotated[str, Query(description="a key", examples=["abc-1", "sk-short"])]'
    text = SOURCE.format(secret=SECRET, annotation=annotation, method="GET")
    project.place(src__main_dot_py=text)
    assert project.flashc("src", "-o", "build").codes == []
    assert 'examples=["abc-1", "sk-short"]' in emitted(project)


def test_a_token_that_decides_what_is_valid_is_not_repeated_either(project: Project) -> None:
    annotation = f'Annotated[str, Field(pattern="sk-{SECRET}")]'
    text = SOURCE.format(secret=SECRET, annotation=annotation, method="POST")
    project.place(src__main_dot_py=text)
    result = project.flashc("src", "-o", "build")
    assert "holds a literal that looks like a secret" in result.err
    assert result.exit_code == 0
    assert SECRET not in emitted(project)


def test_such_a_marker_of_fastapi_is_used_by_its_name(project: Project) -> None:
    inline = f'Annotated[str, Query(pattern="sk-{SECRET}")]'
    text = SOURCE.format(secret=SECRET, annotation=inline, method="POST")
    project.place(src__main_dot_py=text)
    result = project.flashc("src", "-o", "build")
    assert result.codes == ["error FC408"]
    assert "at module level" in result.err
    named = text.replace(inline, "Annotated[str, CHECKED]")
    named = named.replace("api = Load", f'CHECKED = Query(pattern="sk-{SECRET}")\napi = Load')
    project.place(src__main_dot_py=named)
    assert project.flashc("src", "-o", "build").exit_code == 0
    assert SECRET not in emitted(project)
    assert "main.CHECKED" in emitted(project)


def test_a_secret_in_the_file_is_named_where_it_stands(project: Project) -> None:
    project.serve()
    project.place(flash_dot_toml='[endpoint.api.env]\nLEVEL = "info"\nAPI_KEY = "hunter2hunter2"\n')
    result = project.flashc("src", "-o", "build")
    assert "warning FC705" in result.codes
    assert "flash.toml:3:1" in result.err
    assert 'API_KEY = { from = "API_KEY" }' in result.err
    assert "hunter2" not in emitted(project)


@pytest.mark.parametrize(("value", "number"), [("'3'", 3), ("' 12 '", 12), ("'many'", 0)])
def test_a_number_in_quotes_is_said_without_them(project: Project, value: str, number: int) -> None:
    project.serve()
    project.place(flash_dot_toml=f"[endpoint.api]\nworkersMax = {value}\n")
    result = project.check()
    assert "error FC653" in result.codes
    assert f"write a number without quotes: `workersMax = {number}`" in result.err

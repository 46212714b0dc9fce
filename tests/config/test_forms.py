"""Whatever FastAPI reads a form for, the worker has what reads forms; other workers do not."""

import pytest

from cli.project import Project

SOURCE = """\
from functools import partial
from typing import Annotated, Any
from fastapi import Body, Depends, File, Form, Header, Query, Request, Security, UploadFile
from fastapi import security
from fastapi.security import OAuth2PasswordRequestForm, SecurityScopes
from pydantic import BaseModel
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api")

{above}

@remote(api, method="POST", path="/login")
def login({parameter}):
    {body}
"""
FUNCTION = "def f(x: str = {}):\n    return x\n"
FORMS = {
    "FastAPI's login form": ("", "given: OAuth2PasswordRequestForm = Depends()", "return 1"),
    "the login form by its module": (
        "Login = security.OAuth2PasswordRequestForm",
        "given: Annotated[Login, Depends(Login)]",
        "return 1",
    ),
    "a function": (FUNCTION.format("Form()"), "x: str = Depends(f)", "return x"),
    "a function in Annotated": (
        FUNCTION.format("File()"),
        "x: Annotated[str, Depends(f)]",
        "return x",
    ),
    "an alias at module level": (
        FUNCTION.format("Form()") + "Given = Annotated[str, Security(f)]",
        "x: Given",
        "return x",
    ),
    "a marker with a name": (
        FUNCTION.format("Form()") + "given = Depends(f)",
        "x: str = given",
        "return x",
    ),
    "a chain of three": (
        FUNCTION.format("Form()")
        + "def g(y: str = Depends(f)):\n    return y\n"
        + "async def h(z: 'Annotated[str, Depends(g)]'):\n    return z\n",
        "x: str = Depends(h)",
        "return x",
    ),
    "a class": (
        "class Given:\n    def __init__(self, x: str = Form()):\n        self.x = x\n",
        "x: Given = Depends()",
        "return x.x",
    ),
    "the base of a class": (
        (
            "class Base:\n    def __init__(self, x: str = Form()):\n        self.x = x\n"
            "class Given(Base):\n    pass\n"
        ),
        "x: Given = Depends(Given)",
        "return x.x",
    ),
    "an object that is called": (
        (
            "class Check:\n    def __call__(self, x: str = Form()):\n        return x\n"
            "check = Check()\n"
        ),
        "x: str = Depends(check)",
        "return x",
    ),
    "a method": (
        "class Check:\n    def check(self, x: UploadFile):\n        return x\ncheck = Check()\n",
        "x: Any = Depends(check.check)",
        "return x.filename",
    ),
    "what a factory makes": (
        "def make():\n    def f(x: str = Form()):\n        return x\n    return f\nmade = make()\n",
        "x: str = Depends(made)",
        "return x",
    ),
    "the object that a factory makes": (
        (
            "class Check:\n    def __call__(self, x: str = Form()):\n        return x\n"
            "def make():\n    return Check()\nmade = make()\n"
        ),
        "x: str = Depends(made)",
        "return x",
    ),
    "a form that the dependency asks for": (
        "async def f(request: Request):\n    return await request.form()\n",
        "x: Any = Depends(f)",
        "return 1",
    ),
    "a form that the function asks for": ("", "request: Request", "return request.form()"),
}
OTHERS = {
    "a class of FastAPI's": ("", "given: SecurityScopes = Depends()", "return 1"),
    "a function": (FUNCTION.format("Header()"), "x: str = Depends(f)", "return x"),
    "itself": (
        (
            "def f(x: str = Query()):\n    return x\n"
            "def g(x: str = Depends(f), y: str = Depends(f)):\n    return x\n"
        ),
        "x: str = Depends(g)",
        "return x",
    ),
    "what only works with forms elsewhere": (
        (
            "def save(file: UploadFile, x: str = Form()):\n    return file\n"
            "def f(x: str = Header()):\n    return save(None, x)\n"
        ),
        "x: str = Depends(f)",
        "return save(None, x)",
    ),
    "a method called form": (
        "class Paper:\n    def form(self):\n        return 1\npaper = Paper()\n",
        "request: Request",
        "return paper.form()",
    ),
}


def requires_forms(project: Project, above: str, parameter: str, body: str) -> bool:
    project.write(service=SOURCE.format(above=above, parameter=parameter, body=body))
    run = project.flashc("ir", "src", "--stage", "plan")
    assert run.exit_code == 0, run.err
    lines = run.document["workers"][0]["requirements"]
    return any(line.startswith("python-multipart") for line in lines)


@pytest.mark.parametrize("name", FORMS)
def test_what_reads_a_form_brings_what_forms_need(project: Project, name: str) -> None:
    assert requires_forms(project, *FORMS[name])


@pytest.mark.parametrize("name", OTHERS)
def test_what_reads_none_brings_nothing(project: Project, name: str) -> None:
    assert not requires_forms(project, *OTHERS[name])

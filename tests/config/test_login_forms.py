"""A dependency on FastAPI's login form needs what reads forms; other dependencies do not."""

import pytest

from cli.project import Project

SOURCE = """\
from fastapi import Depends
from fastapi.security import {name}
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api")


@remote(api, method="POST", path="/login")
def login(given: {name} = Depends()):
    return 1
"""


@pytest.mark.parametrize(
    ("name", "reads"), [("OAuth2PasswordRequestForm", True), ("SecurityScopes", False)]
)
def test_the_worker_of_a_login_form_reads_forms(project: Project, name: str, reads: bool) -> None:
    project.write(service=SOURCE.format(name=name))
    plan = project.flashc("ir", "src", "--stage", "plan").document["workers"][0]
    assert any(line.startswith("python-multipart") for line in plan["requirements"]) is reads

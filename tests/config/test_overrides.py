"""What cannot be folded is settled by the very lines that the message shows."""

import re

import pytest

from cli.project import Project
from config.manifests import built, found, place, settings

API = """\
import os
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name={name}, workersMax={workers})


@remote(api, method={method}, path={path}, dependencies={dependencies})
def get_user():
    return 1
"""
PLAIN = {
    "name": '"users"',
    "workers": "3",
    "method": '"GET"',
    "path": '"/users"',
    "dependencies": '["numpy"]',
}
OPEN = 'os.getenv("X", "y")'


def write(project: Project, **values: str) -> None:
    project.write(users=API.format(**(PLAIN | values)))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("name", "FC203"),
        ("method", "FC204"),
        ("path", "FC205"),
        ("dependencies", "FC206"),
        ("workers", "FC214"),
    ],
)
def test_the_lines_in_the_message_settle_it(project: Project, what: str, code: str) -> None:
    write(project, **{what: OPEN})
    result = project.flashc("check", "src")
    assert f"[{code}]" in result.err
    shown = re.search(r"settle it in flash.toml:\n((?: {5,}\S.*\n)+)", result.err)
    assert shown
    project.place("flash.toml", "".join(line.strip() + "\n" for line in shown[1].splitlines()))
    if what == "dependencies":
        project.place("flash.toml", '[function."users:get_user"]\ndependencies = ["numpy"]\n')
    assert found(project) == []


def test_settled_values_compile_to_what_literals_do(project: Project) -> None:
    write(project, name=OPEN, path=OPEN, method=OPEN, dependencies=OPEN)
    project.place(
        "flash.toml",
        """
        [resource."users:api"]
        name = "users"
        [function."users:get_user"]
        method = "get"
        path = "/users"
        dependencies = ["numpy"]
        """,
    )
    manifest = built(project)["users"]
    write(project)
    (project.folder / "flash.toml").unlink()
    expected = built(project)["users"]
    for key in ("routes", "requirements", "resource"):
        assert manifest[key] == expected[key]


def test_a_resource_is_addressed_from_where_it_is_assigned(project: Project) -> None:
    project.write(
        config=f"import os\nfrom tetra_rp import LiveLoadBalancer\napi = LiveLoadBalancer(name={OPEN})\n",
        users=API.format(**PLAIN).replace(
            'api = LiveLoadBalancer(name="users", workersMax=3)', "from config import api"
        ),
    )
    project.place("flash.toml", '[resource."config:api"]\nname = "users"\nworkersMax = 4\n')
    assert built(project)["users"]["resource"]["settings"] == {"workersMax": 4}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('[resource."users:api"]\nname = "other"', "FC655"),
        ('[function."users:get_user"]\npath = "/other"', "FC655"),
        ('[function."users:get_user"]\nsystem_dependencies = ["git"]', "FC655"),
        ('[resource."users:ap"]\nworkersMax = 1', "FC654"),
        ('[resource."user:api"]\nworkersMax = 1', "FC654"),
        ("[resource.api]\nworkersMax = 1", "FC654"),
        ('[function."users:get_usr"]\npath = "/x"', "FC654"),
    ],
)
def test_a_table_that_says_nothing_true_is_an_error(
    project: Project, table: str, code: str
) -> None:
    write(project)
    project.place("flash.toml", table + "\n")
    (only,) = found(project)
    assert only[:2] == (code, "error")
    assert only[2].startswith("flash.toml:")


def test_the_same_value_as_in_the_source_is_no_contradiction(project: Project) -> None:
    write(project)
    project.place(
        "flash.toml",
        '[resource."users:api"]\nname = "users"\n[function."users:get_user"]\npath = "/users"\n',
    )
    assert found(project) == []


def test_a_wrong_path_is_shown_where_it_was_written(project: Project) -> None:
    write(project, path=OPEN)
    project.place("flash.toml", '[function."users:get_user"]\npath = "users"\n')
    assert found(project) == [("FC303", "error", "flash.toml:2:8")]


def test_a_contradiction_shows_both_places(project: Project) -> None:
    write(project)
    project.place("flash.toml", '[resource."users:api"]\nname = "other"\n')
    document = project.flashc("check", "src", "--format", "json").document
    (one,) = document["diagnostics"]
    assert [place(one["label"]), *map(place, one["labels"])] == [
        "flash.toml:2:8",
        "src/users.py:4:29",
    ]


def test_an_error_in_the_sources_hides_that_a_table_is_about_nothing(project: Project) -> None:
    project.write(users="def broken(:\n")
    project.place("flash.toml", '[function."users:get_user"]\npath = "/x"\n')
    assert [code for code, _, _ in found(project)] == ["FC104"]


def test_a_name_is_settled_for_all_that_a_condition_chooses_from(project: Project) -> None:
    project.write(users="""\
import os
from tetra_rp import LiveLoadBalancer, LoadBalancerSlsResource, remote

NAME = os.getenv("NAME")
api = LiveLoadBalancer(name=NAME) if os.getenv("DEV") else LoadBalancerSlsResource(name=NAME)


@remote(api, method="GET", path="/users")
def get_user():
    return 1
""")
    project.place("flash.toml", '[resource."users:api"]\nname = "users"\nworkersMax = 2\n')
    assert [code for code, _, _ in found(project)] == ["FC228"]
    assert settings(project, "users")["workersMax"] == 2

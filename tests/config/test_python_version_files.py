"""Whose `.python-version` and `requires-python` count: the nearest, from a module's folder upwards."""

import json

import pytest

from cli.project import Project

WORKER = """\
from runpod_flash import Endpoint
{imports}
api = Endpoint(name="{name}")


@api.get("/{name}")
def {name}():
    return 1
"""


@pytest.fixture
def services(project: Project) -> Project:
    """Two services in folders of their own, which share a library."""
    for name in ("users", "orders"):
        (project.folder / f"src/{name}.py").unlink()
    for name in ("eins", "zwei"):
        module = WORKER.format(name=name, imports="from lib.words import WORDS\n")
        project.place(f"src/services/{name}/main.py", module)
    project.place("src/lib/words.py", "WORDS = ()\n")
    return project


def pythons(project: Project, *options: str) -> dict[str, str]:
    result = project.flashc("ir", "src", "--stage", "plan", *options)
    assert result.exit_code == 0, result.err
    return {one["endpoint"]: one["image"]["python"] for one in result.document["workers"]}


def said(project: Project, *options: str) -> list[tuple[str, str, str]]:
    result = project.flashc("check", "src", "--format", "json", *options)
    return [
        (one["severity"], one["code"], one["message"])
        for one in json.loads(result.out)["diagnostics"]
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".": "3.12"}, ("3.12", "3.12")),
        ({"src": "3.12"}, ("3.12", "3.12")),
        ({".": "3.12", "src": "3.13"}, ("3.13", "3.13")),
        ({".": "3.12", "src/services": "3.13"}, ("3.13", "3.13")),
        ({".": "3.12", "src/services/zwei": "3.13"}, ("3.12", "3.13")),
        ({"src/services/eins": "3.14", "src/services/zwei": "3.13"}, ("3.14", "3.13")),
        # The nearest file counts even where it names no version.
        ({".": "3.12", "src/services/eins": "my-environment"}, ("3.11", "3.12")),
        # One that lies beside nothing that ships is nobody's.
        ({"docs": "3.13"}, ("3.11", "3.11")),
    ],
)
def test_the_nearest_file_upwards_decides(
    services: Project, files: dict[str, str], expected: tuple[str, str]
) -> None:
    for folder, text in files.items():
        services.place(f"{folder}/.python-version", f"{text}\n")
    assert pythons(services) == dict(zip(("eins", "zwei"), expected, strict=True))
    assert said(services) == []


@pytest.mark.parametrize(
    "text",
    [
        "3.13\r\n3.12\r\n",
        "\ufeff3.13\n",
        "  3.13.2  \n",
        "3.13 # why\n",
        "3.13.2/envs/mine\n",
        "3.13t\n",
        "3.13.0rc1\n",
        "cpython-3.13.2-linux-x86_64-gnu\n",
        "3.13+freethreaded\n",
        "# for everybody\n\npython3.13\n",
    ],
)
def test_every_way_to_write_a_version_is_read(services: Project, text: str) -> None:
    (services.folder / ".python-version").write_bytes(text.encode())
    assert set(pythons(services).values()) == {"3.13"}


@pytest.mark.parametrize(
    "text", ["", "\r\n", "system\n", "pypy3.10-7.3.12\n", "3\n", "mine-3.13\n"]
)
def test_what_names_no_version_decides_nothing(services: Project, text: str) -> None:
    (services.folder / ".python-version").write_bytes(text.encode())
    assert set(pythons(services).values()) == {"3.11"}


def test_a_file_of_a_folder_that_is_only_imported_decides_nothing_and_is_told(
    services: Project,
) -> None:
    services.place("src/lib/.python-version", "3.13\n")
    assert pythons(services) == {"eins": "3.11", "zwei": "3.11"}
    assert said(services) == [
        (
            "warning",
            "FC660",
            "`lib.words` is worked on with Python 3.13, and `eins`, which ships it, runs on 3.11",
        )
    ]
    services.place("flash.toml", 'python = "3.13"\n')
    assert said(services) == []


def test_a_range_of_a_folder_that_is_only_imported_is_told_where_it_excludes_the_python(
    services: Project,
) -> None:
    services.place("src/lib/pyproject.toml", '[project]\nrequires-python = ">=3.11"\n')
    assert said(services) == []
    services.place("src/lib/pyproject.toml", '[project]\nrequires-python = ">=3.13"\n')
    (found,) = said(services)
    assert found == (
        "warning",
        "FC660",
        "`lib.words` is not meant for Python 3.11, and `eins`, which ships it, runs on 3.11",
    )
    assert said(services, "--python", "3.14") == []


def test_the_file_around_what_is_imported_is_overruled_by_a_nearer_one(services: Project) -> None:
    services.place(".python-version", "3.12\n")
    for name in ("eins", "zwei"):
        services.place(f"src/services/{name}/.python-version", "3.13\n")
    assert set(pythons(services).values()) == {"3.13"}
    assert said(services) == []


def test_modules_of_one_endpoint_that_two_files_are_nearest_to_need_a_word(
    services: Project,
) -> None:
    more = "from services.eins.main import api\n\n\n@api.get('/more')\ndef more():\n    return 2\n"
    services.place("src/services/zwei/main.py", more)
    services.place("src/services/eins/.python-version", "3.12\n")
    assert (pythons(services), said(services)) == ({"eins": "3.12"}, [])
    services.place("src/services/zwei/.python-version", "3.13\n")
    ((level, code, message),) = said(services)
    assert (level, code) == ("error", "FC660")
    assert message == "the functions of `eins` are worked on with Python 3.12 and 3.13"
    services.place("src/services/zwei/.python-version", "3.12\n")
    assert pythons(services) == {"eins": "3.12"}
    services.place("src/services/zwei/.python-version", "3.13\n")
    services.place("flash.toml", '[endpoint.eins]\npython = "3.13"\n')
    assert pythons(services) == {"eins": "3.13"}

"""What `flash.toml` says about endpoints reaches their workers."""

import ast
import json
import re
import tomllib

import pytest

from cli.project import Project
from config.manifests import built, found, settings

HOSTILE = 'a"b\'c\\d\n${HOME} $(id) `id` {{ x }} {% y %} """ #; \x1b[31m \u202e \U0001f642 é'


def test_every_setting_of_an_endpoint_reaches_its_manifest(project: Project) -> None:
    project.place(
        "flash.toml",
        """
        [endpoint.users]
        image = "ghcr.io/me/base:1.2"
        gpus = ["ADA_24", "nvidia l4"]
        gpuCount = 2
        cudaVersions = ["12.8"]
        minCudaVersion = "12.8"
        workersMin = 1
        workersMax = 5
        idleTimeout = 60
        executionTimeoutMs = 60_000
        scalerType = "REQUEST_COUNT"
        scalerValue = 7
        flashboot = false
        datacenter = "eu-ro-1"
        networkVolumeId = "v1"
        """,
    )
    manifests = built(project)
    assert manifests["users"]["resource"]["settings"] == {
        "imageName": "ghcr.io/me/base:1.2",
        "gpus": ["ADA_24", "NVIDIA_L4"],
        "gpuCount": 2,
        "cudaVersions": ["12.8"],
        "minCudaVersion": "12.8",
        "workersMin": 1,
        "workersMax": 5,
        "idleTimeout": 60,
        "executionTimeoutMs": 60000,
        "scalerType": "REQUEST_COUNT",
        "scalerValue": 7,
        "flashboot": False,
        "networkVolumeId": "v1",
        "datacenter": "EU_RO_1",
    }
    assert manifests["users"]["image"]["base"] == "ghcr.io/me/base:1.2"
    assert manifests["orders"]["resource"]["settings"] == {}


def test_flash_toml_wins_over_the_source(project: Project) -> None:
    project.write(users=project_users(project, "workersMax=9, gpuCount=1"))
    project.place("flash.toml", "[endpoint.users]\nworkersMax = 2\n")
    assert settings(project, "users") == {"gpuCount": 1, "workersMax": 2}


def test_variables_are_joined_one_by_one(project: Project) -> None:
    project.write(users=project_users(project, 'env={"A": "1", "B": "2"}'))
    project.place(
        "flash.toml",
        '[endpoint.users.env]\nB = "3"\nC = "4"\nTOKEN = { from = "TOKEN" }\nX = { from = "Y" }\n',
    )
    assert settings(project, "users")["env"] == {
        "A": {"value": "1"},
        "B": {"value": "3"},
        "C": {"value": "4"},
        "TOKEN": {"from": "TOKEN"},
        "X": {"from": "Y"},
    }


def test_a_variable_that_looks_secret_is_written_nowhere(project: Project) -> None:
    project.place("flash.toml", '[endpoint.users.env]\nAPI_KEY = "hunter2hunter2"\n')
    assert settings(project, "users")["env"] == {"API_KEY": {"secret": True}}
    assert not any(b"hunter2" in content for content in project.tree().values())


def test_hostile_values_stay_data_in_every_file(project: Project) -> None:
    escaped = "".join(f"\\U{ord(character):08x}" for character in HOSTILE)
    project.place("flash.toml", f'[endpoint.users.env]\nTEXT = "{escaped}"\n')
    assert settings(project, "users")["env"] == {"TEXT": {"value": HOSTILE}}
    init = project.tree()["users/src/users_worker/__init__.py"].decode()
    strings = [n.value for n in ast.walk(ast.parse(init)) if isinstance(n, ast.Constant)]
    assert HOSTILE in strings
    for path, content in project.tree().items():
        text = content.decode()
        assert "\x1b" not in text and "\u202e" not in text, path
    tomllib.loads(project.tree()["users/pyproject.toml"].decode())


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_the_python_version_becomes_the_image(project: Project, version: str) -> None:
    project.place("flash.toml", f'python = "{version}"\n')
    image = built(project)["users"]["image"]
    assert (image["base"], image["python"]) == (f"python:{version}-slim", version)
    dockerfile = project.tree()["users/Dockerfile"].decode()
    assert f"ARG BASE_IMAGE=python:{version}-slim\n" in dockerfile
    own = tomllib.loads(project.tree()["users/pyproject.toml"].decode())
    assert own["tool"]["mypy"]["python_version"] == version


def test_the_root_may_be_stated(project: Project) -> None:
    project.place("lib/shop/api.py", (project.folder / "src/users.py").read_text())
    project.place("flash.toml", 'root = "lib"\n')
    assert project.flashc("lib/shop", "-o", "build").exit_code == 0
    assert "users/src/shop/api.py" in project.tree()


def test_the_option_root_wins(project: Project) -> None:
    project.place("lib/shop/api.py", (project.folder / "src/users.py").read_text())
    project.place("flash.toml", 'root = "lib"\n')
    assert project.flashc("lib/shop", "-o", "build", "--root", "lib/shop").exit_code == 0
    assert "users/src/api.py" in project.tree()


def test_no_file_and_an_empty_one_compile_to_the_same(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("flash.toml", "# nothing\n")
    assert project.flashc("src", "-o", "build", "--check").exit_code == 0


def test_a_byte_order_mark_and_windows_line_ends_are_fine(project: Project) -> None:
    project.place("flash.toml", "\ufeff[endpoint.users]\r\nworkersMax = 2\r\n")
    assert settings(project, "users") == {"workersMax": 2}


# --- Included files ---


def test_included_files_are_shipped_below_the_import_root(project: Project) -> None:
    project.place("src/data/words.txt", "a\n")
    project.place("src/data/deep/more.json", "{}")
    project.place("src/data/deep/picture.png", "x")
    project.place(
        "flash.toml", '[endpoint.users]\ninclude = ["src/data/words.txt", "src/**/*.json"]'
    )
    built(project)
    tree = project.tree()
    assert tree["users/src/data/words.txt"] == b"a\n"
    assert tree["users/src/data/deep/more.json"] == b"{}"
    assert "users/src/data/deep/picture.png" not in tree
    assert not any(path.startswith("orders/src/data") for path in tree)


def test_a_folder_is_included_with_all_that_may_be_shipped(project: Project) -> None:
    for name in (
        "a.bin",
        ".env",
        "tls.pem",
        "credentials.json",
        "sub/b.bin",
        "sub/.env.local",
        ".git/x",
    ):
        project.place(f"src/data/{name}", "x")
    project.place("flash.toml", '[endpoint.users]\ninclude = ["src/data"]')
    built(project)
    shipped = {path for path in project.tree() if path.startswith("users/src/data")}
    assert shipped == {"users/src/data/a.bin", "users/src/data/sub/b.bin"}


def test_including_a_module_that_is_shipped_anyway_changes_nothing(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("flash.toml", '[endpoint.users]\ninclude = ["src/users.py"]')
    assert project.flashc("src", "-o", "build", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("src/gone.txt", "there is no `src/gone.txt`"),
        ("src/*.csv", "`src/*.csv` matches no file to ship"),
        ("src/.env", "`src/.env` is never shipped"),
        ("notes.txt", "`notes.txt` is outside of the import root"),
        ("../notes.txt", "`../notes.txt` is not a path below this file"),
        ("/etc/passwd", "`/etc/passwd` is not a path below this file"),
        ("src/linked.txt", "`src/linked.txt` is outside of the import root"),
        ("src/odd/*", "is not a portable file name"),
        ("src/users_worker/x", "`src/users_worker/x` would be among flashc's own files"),
    ],
)
def test_what_cannot_be_shipped_is_said(project: Project, pattern: str, message: str) -> None:
    project.place("src/.env", "SECRET=1")
    project.place("notes.txt", "mine")
    project.place("src/odd/a\\b", "x")
    project.place("src/users_worker/x", "x")
    (project.folder / "src/linked.txt").symlink_to(project.folder / "notes.txt")
    written = json.dumps(pattern)
    project.place("flash.toml", f"[endpoint.users]\ninclude = [{written}]\n")
    result = project.flashc("check", "src")
    assert result.exit_code == 1
    assert re.search(rf"^error\[FC656\]: .*{re.escape(message)}", result.err, re.MULTILINE)
    assert found(project) == [("FC656", "error", "flash.toml:2:12")]


def project_users(project: Project, more: str) -> str:
    """Give the module of the project with more arguments for its resource."""
    text = (project.folder / "src/users.py").read_text()
    return text.replace('name="users"', f'name="users", {more}')

"""`flashc why`: the chain from an endpoint's function to what is in its worker."""

import pytest

from dependencies.project import Project


@pytest.fixture
def large(project: Project) -> Project:
    # Everything here has another reason.
    project.serve(
        "from tools.text import clean\ntry:\n    import orjson\nexcept ImportError:\n    pass",
        body="import torch",
        declared='["torch>=2"]',
    )
    project.place(
        src__tools__INIT_dot_py="import yaml\n",
        src__tools__text_dot_py="def clean():\n    import cv2, dateutil\n",
        src__alone_dot_py="import rich\n",
        requirements_dot_txt="opencv-python<5\npyyaml\npandas\nopenpyxl\npython-dateutil\n",
    )
    return project


def chain(project: Project, name: str, number: int = 0) -> list[str]:
    answer = project.why(name)
    assert answer["present"]
    return [f"{place['place']} {place['text']}" for place in answer["chains"][number]]


def test_an_import_is_followed_from_the_function(large: Project) -> None:
    assert large.flashc("why", "api", "opencv-python", "src").out == (
        "`opencv-python` is in the worker of `api` as `opencv-python<5`\n"
        "\n"
        "  src/main.py:12:5         `main.a` serves GET /a\n"
        "  src/main.py:1:6          imports `tools.text`\n"
        "  src/tools/text.py:2:12   imports `cv2`\n"
        "\n"
        "  requirements.txt:1:1  requires `opencv-python<5`\n"
    ).replace("text.py:2:12   ", "text.py:2:12  ").replace("12:5         ", "12:5        ").replace(
        "1:6          ", "1:6         "
    )


@pytest.mark.parametrize("name", ["opencv-python", "OpenCV_Python", "cv2"])
def test_a_distribution_has_several_names(large: Project, name: str) -> None:
    assert chain(large, name)[-1] == "src/tools/text.py:2:12 imports `cv2`"


def test_packages_around_a_module_are_run_too(large: Project) -> None:
    assert "src/tools/__init__.py:1:8 imports `yaml`" in chain(large, "pyyaml")


def test_modules_have_chains(large: Project) -> None:
    assert chain(large, "tools.text") == [
        "src/main.py:12:5 `main.a` serves GET /a",
        "src/main.py:1:6 imports `tools.text`",
    ]


def test_a_declaration_is_a_reason_and_so_is_the_import(large: Project) -> None:
    assert chain(large, "torch") == ["src/main.py:11:1 `main.a` declares `torch>=2`"]
    assert chain(large, "torch", 1)[-1] == "src/main.py:13:12 imports `torch`"


def test_the_runtime_is_a_reason(large: Project) -> None:
    assert chain(large, "uvicorn") == ["None every worker of its kind needs `uvicorn`"]


@pytest.mark.parametrize("name", ["orjson", "pandas", "openpyxl", "alone", "rich"])
def test_what_the_worker_does_not_have_is_said(large: Project, name: str) -> None:
    result = large.flashc("why", "api", name, "src")
    assert result.exit_code == 1
    assert "not" in result.out.splitlines()[0]


def test_what_another_brings_is_said(large: Project) -> None:
    answer = large.why("starlette")
    assert answer["present"]
    assert answer["summary"].endswith("`fastapi` brings it")


def test_the_sdk_is_a_stand_in(large: Project) -> None:
    assert chain(large, "tetra_rp")[-1] == "src/main.py:6:6 imports `tetra_rp`"


def test_unknown_names_are_wrong_usage_with_a_suggestion(large: Project) -> None:
    result = large.flashc("why", "api", "opencv-pyton", "src")
    assert result.exit_code == 2
    assert "did you mean `opencv-python`?" in result.err
    result = large.flashc("why", "apii", "torch", "src")
    assert result.exit_code == 2
    assert "did you mean `api`?" in result.err


def test_errors_of_the_sources_come_first(large: Project) -> None:
    large.serve("import xyz")
    result = large.flashc("why", "api", "xyz", "src")
    assert result.exit_code == 1
    assert "error[FC601]" in result.err
    assert result.out == ""

"""Which imports of an endpoint become requirements of its worker."""

import json

import pytest

from dependencies.project import Project


def test_what_a_function_declares_is_required(project: Project) -> None:
    project.serve(body="import torch", declared='["Torch >= 2", "PyYAML"]')
    assert project.own_lines() == ["pyyaml", "torch>=2"]


def test_an_import_takes_the_projects_own_requirement(project: Project) -> None:
    project.serve("import numpy as np\nfrom PIL import Image")
    project.place(requirements_dot_txt="numpy>=1.26,<3\npillow==11.*\nboto3\n")
    assert project.own_lines() == ["numpy>=1.26,<3", "pillow==11.*"]


def test_a_requirement_that_no_endpoint_needs_is_noted_and_left_out(project: Project) -> None:
    project.serve("import numpy")
    project.place(requirements_dot_txt="numpy\nboto3\npytest\ntetra_rp\nfastapi>=0.165\n")
    result = project.check()
    assert result.codes == ["note FC612"]
    assert "no endpoint imports `boto3`, so it is in no worker" in result.err


def test_modules_that_are_reached_count_and_others_do_not(project: Project) -> None:
    project.serve(body="from tools import words")
    project.place(
        src__tools__INIT_dot_py="",
        src__tools__words_dot_py="import numpy\n",
        src__alone_dot_py="import scipy\n",
        requirements_dot_txt="numpy\nscipy\n",
    )
    assert project.own_lines() == ["numpy"]


def test_the_standard_library_and_the_sdk_need_nothing(project: Project) -> None:
    project.serve("from __future__ import annotations\nimport json, os.path, _thread")
    assert project.check().codes == []
    assert project.own_lines() == []


def test_an_import_that_nothing_provides_is_an_error(project: Project) -> None:
    project.serve("import xyz")
    project.place(requirements_dot_txt="numpy\n")
    result = project.check()
    assert result.exit_code == 1
    assert "error[FC601]: Cannot import module 'xyz'" in result.err
    assert (
        '`dependencies=["xyz"]` at the function, or a line `xyz` in requirements.txt' in result.err
    )


def test_a_misspelt_import_has_a_suggestion(project: Project) -> None:
    project.serve("import pandsa")
    project.place(requirements_dot_txt="pandas\n")
    said = project.check().err
    assert "did you mean `pandas`?" in said
    assert 'in flash.toml: `[imports]` and `pandsa = "..."`' in said
    # Whoever registers the misspelt name would be installed.
    assert '"pandsa"]' not in said
    assert "`pandsa` in requirements.txt" not in said


def test_a_well_known_import_needs_its_requirement_where_there_are_requirements(
    project: Project,
) -> None:
    project.serve("import cv2", declared='["numpy"]')
    result = project.check()
    assert result.codes == ["error FC601"]
    assert '`dependencies=["opencv-python-headless"]`' in result.err


def test_without_any_requirements_a_well_known_distribution_is_added(project: Project) -> None:
    project.serve("import sklearn.svm\nimport numpy")
    result = project.check()
    assert result.exit_code == 0
    assert result.codes == ["warning FC607"]
    assert "`scikit-learn` is added to the worker's requirements, in any version" in result.err
    assert project.own_lines() == ["scikit-learn"]


def test_without_any_requirements_an_unknown_import_is_not_made_up(project: Project) -> None:
    project.serve("import a_private_thing")
    assert project.check().codes == ["error FC601"]


@pytest.mark.parametrize("file", ["requirements_dot_txt", "pyproject_dot_toml"])
def test_an_empty_file_of_requirements_says_that_there_are_none(
    project: Project, file: str
) -> None:
    project.serve("import numpy")
    project.place(**{file: "[project]\ndependencies = []\n" if "toml" in file else "# none\n"})
    assert project.check().codes == ["error FC601"]


def test_a_pyproject_of_tools_alone_says_nothing(project: Project) -> None:
    project.serve("import numpy")
    project.place(pyproject_dot_toml="[tool.black]\nline-length = 100\n")
    assert project.check().codes == ["warning FC607"]


GUARDED = """\
try:
    import orjson
except ImportError:
    orjson = None
"""


def test_a_guarded_import_is_noted_and_not_added(project: Project) -> None:
    project.serve(GUARDED)
    assert project.check().codes == ["note FC608"]
    assert project.own_lines() == []


def test_a_guarded_import_that_a_requirement_provides_is_added(project: Project) -> None:
    project.serve(GUARDED)
    project.place(requirements_dot_txt="orjson==3.*\n")
    assert project.own_lines() == ["orjson==3.*"]


def test_a_try_around_work_is_no_guard(project: Project) -> None:
    body = "try:\n    import torch\n    torch.zeros(1)\nexcept Exception as error:\n    return str(error)"
    project.serve(body=body, declared='["numpy"]')
    assert project.check().codes == ["error FC601"]


def test_what_runs_under_main_counts_for_nothing(project: Project) -> None:
    project.serve('if __name__ == "__main__":\n    import nobody_has_this\n')
    assert project.check().codes == []


def test_what_the_sdk_brought_is_added_with_a_note(project: Project) -> None:
    project.serve("from dotenv import load_dotenv")
    project.place(requirements_dot_txt="tetra_rp\n")
    assert project.check().codes == ["note FC607"]
    assert project.own_lines() == ["python-dotenv"]


def test_the_sdk_is_dropped_and_its_client_package_is_not(project: Project) -> None:
    project.serve("import runpod", declared='["tetra_rp>=0.20", "runpod-flash", "runpod"]')
    assert project.check().codes == ["note FC611", "note FC611"]
    assert project.own_lines() == ["runpod"]


def test_what_another_requirement_brings_needs_no_line(project: Project) -> None:
    project.serve("import numpy, starlette.responses", declared='["pandas"]')
    assert project.check().codes == []
    assert project.own_lines() == ["pandas"]


def test_what_is_loaded_without_an_import_comes_along(project: Project) -> None:
    project.serve("import transformers")
    project.place(requirements_dot_txt="transformers\naccelerate>=1\nsentencepiece\nflask\n")
    assert project.own_lines() == ["accelerate>=1", "sentencepiece", "transformers"]


def test_a_requirement_of_which_nobody_knows_what_it_holds_may_provide_an_import(
    project: Project,
) -> None:
    project.serve("import acme_images")
    project.place(requirements_dot_txt="pictures-of-acme==2\nnumpy\n")
    assert "warning FC613" in project.check().codes
    assert project.own_lines() == ["pictures-of-acme==2"]


@pytest.mark.parametrize(
    ("module", "requirement"),
    [
        ("serial", "pyserial"),
        ("acme", "acme-sdk"),
        ("llama_cpp", "llama-cpp-python"),
        ("onnxruntime", "onnxruntime-gpu"),
        ("google.cloud.storage", "google-cloud-storage"),
        ("ruamel.yaml", "ruamel.yaml"),
        ("azure.identity", "azure-identity"),
    ],
)
def test_distributions_are_found_by_names_that_differ(
    project: Project, module: str, requirement: str
) -> None:
    project.serve(f"import {module}")
    project.place(requirements_dot_txt=f"{requirement}\nnumpy\n")
    assert project.own_lines() == [requirement.replace(".", "-")]


def test_a_name_of_a_shared_package_decides(project: Project) -> None:
    project.serve("from google.cloud import storage")
    project.place(requirements_dot_txt="google-cloud-storage\ngoogle-cloud-bigquery\n")
    assert project.own_lines() == ["google-cloud-storage"]


def test_the_users_own_table_wins(project: Project) -> None:
    project.serve("import cv2, acme.images")
    project.place(
        requirements_dot_txt="opencv-python\nacme-one\nacme-two>=3\n",
        flash_dot_toml='[imports]\ncv2 = "opencv-python-headless==4.*"\n"acme.images" = "acme-two"\n',
    )
    assert project.own_lines() == ["acme-two>=3", "opencv-python-headless==4.*"]


def test_functions_of_other_endpoints_need_nothing_here(project: Project) -> None:
    project.serve(body="import torch", declared='["torch"]')
    text = (project.folder / "src/main.py").read_text(encoding="utf-8")
    project.place(
        src__main_dot_py=text
        + 'other = LoadBalancerSlsResource(name="other")\n\n\n'
        + '@remote(other, method="GET", path="/b", dependencies=["scipy"])\n'
        + "def b():\n    import scipy\n    import heavy\n    return 2\n",
        src__heavy_dot_py="import pandas\n",
        requirements_dot_txt="pandas\n",
    )
    assert project.own_lines("api") == ["torch"]
    assert project.own_lines("other") == ["pandas", "scipy"]


def test_an_image_of_ones_own_may_hold_what_nothing_provides(project: Project) -> None:
    project.serve("import torch", declared='["numpy"]', settings=', imageName="acme/base:1"')
    result = project.check()
    assert result.codes == ["note FC608"]
    assert "`torch` is left to the image" in result.err


def test_a_module_of_the_project_is_never_a_distribution(project: Project) -> None:
    project.serve("import numpy_tools")
    project.place(src__numpy_tools_dot_py="", requirements_dot_txt="numpy-tools\n")
    assert project.own_lines() == []


def test_what_provides_an_import_is_reported_where_its_name_does_not_say_so(
    project: Project,
) -> None:
    project.serve("import cv2, numpy.linalg, sklearn.svm\nfrom google.cloud import storage")
    project.place(requirements_dot_txt="opencv-python\nnumpy\nscikit-learn\ngoogle-cloud-storage\n")
    result = project.flashc("src", "-o", "build", "-v")
    lines = [line for line in result.err.splitlines() if line.startswith("import ")]
    assert lines == ["import cv2 from opencv-python", "import sklearn from scikit-learn"]
    manifest = json.loads((project.folder / "build/api/flashc.json").read_bytes())
    assert manifest["imports"] == {"cv2": "opencv-python", "sklearn": "scikit-learn"}

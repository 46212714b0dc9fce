"""`--define`: a value for what the sources read from the environment, for one compile."""

import json
from dataclasses import replace

import pytest

from cli.project import Project
from flashc.cli import main
from flashc.passes.check.defines import check_defines
from passes.front import bound

SERVICE = """\
import os

from runpod_flash import Endpoint, GpuGroup

STAGE = os.environ.get("STAGE", "test")
WORKERS = int(os.getenv("WORKERS", "1"))
api = Endpoint(
    name=f"api-{STAGE}",
    gpu=GpuGroup[os.getenv("GPU", "ANY")],
    gpu_count=int(os.environ["GPUS"]),
    workers=(0, WORKERS),
    env={"STAGE": os.environ["STAGE"], "HF_TOKEN": os.environ.get("HF_TOKEN", "")},
)


@api.get(os.getenv("PREFIX") or "/v1")
def a():
    return os.environ["STAGE"]
""".replace(" if True else 1", "")
ALL = (
    *("--define", "GPU=ADA_24"),
    "--define",
    "STAGE=prod",
    "--define",
    "GPUS=2",
    "--define",
    "WORKERS=4",
    "--define",
    "PREFIX=/v2",
)


@pytest.fixture
def one(project: Project) -> Project:
    for name in ("users", "orders"):
        (project.folder / f"src/{name}.py").unlink()
    project.write(service=SERVICE)
    return project


def codes(project: Project, *options: str) -> list[str]:
    result = project.flashc("check", "src", "--format", "json", *options)
    return sorted(d["code"] for d in json.loads(result.out)["diagnostics"])


def test_without_values_each_place_says_what_settles_it(one: Project) -> None:
    result = one.flashc("check", "src")
    assert result.exit_code == 1
    assert "give it with `--define STAGE=...`, or settle it in flash.toml" in result.err
    # Without a name there is no endpoint of which more could be said.
    assert codes(one) == ["FC203"]
    assert codes(one, "--define", "STAGE=prod") == ["FC205", "FC214", "FC235", "FC235"]


def test_values_settle_names_paths_hardware_and_counts(one: Project) -> None:
    (worker,) = one.flashc("ir", "src", "--stage", "plan", *ALL).document["workers"]
    assert worker["endpoint"] == "api-prod"
    assert worker["routes"][0]["path"] == "/v2"
    assert worker["resource"]["settings"]["gpu"] == ["ADA_24"]
    assert worker["resource"]["settings"]["gpu_count"] == 2
    assert worker["resource"]["settings"]["workers"] == [0, 4]


def test_a_variable_of_the_worker_stays_one(one: Project) -> None:
    (worker,) = one.flashc("ir", "src", "--stage", "plan", *ALL).document["workers"]
    assert worker["resource"]["settings"]["env"] == {
        "HF_TOKEN": {"from": "HF_TOKEN"},
        "STAGE": {"from": "STAGE"},
    }
    assert worker["environment"] == {}


@pytest.mark.parametrize(
    "command",
    [
        ("check", "src"),
        ("routes", "src"),
        ("ir", "src"),
        ("why", "api-prod", "service", "src"),
        ("src", "-o", "build"),
        ("src", "-o", "build", "--check"),
    ],
)
def test_every_command_that_compiles_takes_them(one: Project, command: tuple[str, ...]) -> None:
    assert one.flashc("src", "-o", "build", *ALL).exit_code == 0
    assert one.flashc(*command, *ALL).exit_code == 0
    assert one.flashc(*command).exit_code != 0


def test_what_is_defined_is_a_default_of_the_worker_that_reads_it(one: Project) -> None:
    one.write(
        other="from runpod_flash import Endpoint\n\nep = Endpoint(name='other')\n\n\n"
        "@ep.get('/b')\ndef b():\n    return 1\n"
    )
    assert one.flashc("src", "-o", "build", *ALL, "--define", "WORKERS=4").exit_code == 0
    worker = one.folder / "build/api-prod"
    init = (worker / "src/api_prod_worker/__init__.py").read_text()
    assert 'os.environ.setdefault("GPUS", "2")' in init
    assert "| `STAGE` | `prod` | set by `--define` |" in (worker / "README.md").read_text()
    manifest = json.loads((worker / "flashc.json").read_text())
    assert manifest["settled"]["PREFIX"] == {"value": "/v2", "by": "--define"}
    other = (one.folder / "build/other/src/other_worker/__init__.py").read_text()
    assert "setdefault" not in other


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("STAGE", "`--define STAGE` defines nothing"),
        ("=1", "`--define =1` defines nothing"),
        ("A B=1", "`--define A B=1` defines nothing"),
        ("HF_TOKEN=hf_abc", "`HF_TOKEN` looks like a secret"),
        ("X=ghp_0123456789abcdef0123", "`X` looks like a secret"),
    ],
)
def test_what_cannot_be_defined_is_wrong_usage(
    text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "src", "--define", text]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert "hf_abc" not in shown
    assert "ghp_" not in shown


def test_two_values_for_one_variable_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "src", "--define", "A=1", "--define", "A=2"]) == 2
    assert "`A` is defined twice" in capsys.readouterr().err


def test_a_definition_that_nothing_reads_is_a_warning(one: Project) -> None:
    assert codes(one, *ALL, "--define", "STAEG=x") == ["FC662"]
    assert codes(one, *ALL) == []


@pytest.mark.parametrize(
    ("read", "advice"),
    [
        ("os.getenv('STAGE')", "did you mean `STAGE`?"),
        ("os.environ.get( 'STAGE', '')", "did you mean `STAGE`?"),
        ("os.environ['STAGE']", "did you mean `STAGE`?"),
        # Defined as well, so that it is not what was meant.
        ("os.getenv('STAGES')", "correct the name, or leave the option out"),
        ("os.getenv('REGION')", "correct the name, or leave the option out"),
        ("{'STAGE': 1}", "correct the name, or leave the option out"),
    ],
)
def test_a_misspelt_definition_is_told_the_variable_that_is_read(read: str, advice: str) -> None:
    bindings = bound(f"import os\nX = {read}\n")
    defined = replace(bindings, defines={"STAEG": "x", "STAGES": "y"})
    (found,) = (one for one in check_defines(defined) if "`STAEG`" in one.message)
    assert found.help == advice


def test_the_empty_text_is_a_value_and_gives_way_to_an_or(one: Project) -> None:
    options = [o if not o.startswith("PREFIX") else "PREFIX=" for o in ALL]
    (worker,) = one.flashc("ir", "src", "--stage", "plan", *options).document["workers"]
    assert worker["routes"][0]["path"] == "/v1"


TEXT = """\
import os

from runpod_flash import Endpoint, GpuGroup

one = Endpoint(
    name="one",
    gpu=os.getenv("GPU", "ADA_24"),
    gpu_count=os.getenv("GPUS"),
    workers=os.getenv("WORKERS", 3),
)
two = Endpoint(name="two", gpu=[GpuGroup.ANY, os.environ["GPU"]], workers=(1, os.getenv("WORKERS")))


@one.get("/a")
def a():
    return [one.gpu[0].name, one.workers_max]


@two.get("/b")
def b():
    return [each.name for each in two.gpu]
"""


def test_hardware_is_settled_as_the_text_that_the_environment_holds(one: Project) -> None:
    one.write(service=TEXT)
    assert codes(one) == ["FC214", "FC214", "FC235", "FC235", "FC235", "FC706"]
    options = ["--define", "GPU=ADA_24", "--define", "WORKERS=4", "--define", "GPUS=2"]
    first, second = one.flashc("ir", "src", "--stage", "plan", *options).document["workers"]
    settings = first["resource"]["settings"]
    assert settings == {"gpu": ["ADA_24"], "workers": [0, 4], "gpu_count": 2}
    assert second["resource"]["settings"] == {"gpu": ["ANY", "ADA_24"], "workers": [1, 4]}


def test_text_that_names_no_hardware_is_wrong_wherever_it_comes_from(one: Project) -> None:
    one.write(service=TEXT)
    wrong = ["--define", "GPU=ADA_25", "--define", "WORKERS=four", "--define", "GPUS=0"]
    assert codes(one, *wrong) == ["FC225", "FC225", "FC511", "FC511", "FC511"]
    assert 'did you mean `"ADA_24"`?' in one.flashc("check", "src", *wrong).err
    one.write(service=TEXT.replace('os.getenv("GPU", "ADA_24")', '"ADA_24"'))
    assert "FC225" in codes(one)

"""Queue endpoints, of which no worker is written yet: what would ship, and what is said of mistakes."""

import pytest

from cli.project import Project

QUEUE = """\
import torch
from runpod_flash import Endpoint, GpuGroup

from shared.weights import load
from shared.words import WORDS


@Endpoint(name="embed", gpu=GpuGroup.ADA_24, max_concurrency=4)
class Embed:
    def __init__(self, size: str = "small"):
        self.model = load(size)

    async def run(self, text: str) -> list[float]:
        return list(self.model.encode(text, WORDS))
"""
WEIGHTS = """\
from pathlib import Path

LABELS = Path(__file__).parent / "labels.json"


def load(size):
    import sentence_transformers

    return sentence_transformers.SentenceTransformer(size, LABELS.read_text())
"""
REQUIREMENTS = "torch==2.9.1\nsentence-transformers\n"


@pytest.fixture
def mixed(project: Project) -> Project:
    """Two workers and a queue, each module with its own imports; all that they need is written down."""
    project.place("src/embed.py", QUEUE)
    project.place("src/shared/__init__.py", "")
    project.place("src/shared/weights.py", WEIGHTS)
    project.place("src/shared/labels.json", "{}")
    project.place("src/shared/words.py", "WORDS = 3\n")
    project.place("requirements.txt", REQUIREMENTS)
    return project


def said(project: Project, *options: str) -> list[tuple[str, str, str]]:
    document = project.flashc("check", "src", "--format", "json", *options).document
    return [(one["severity"], one["code"], one["message"]) for one in document["diagnostics"]]


def levels(project: Project, *options: str) -> list[tuple[str, str]]:
    """Give what is said besides that there is a queue."""
    return [(level, code) for level, code, _ in said(project, *options) if code != "FC210"]


def test_the_program_shows_what_a_queue_would_ship(mixed: Project) -> None:
    program = mixed.flashc("ir", "src", "--stage", "program").document["program"]
    (queue,) = (one for one in program["endpoints"] if one["kind"] == "queue")
    assert queue["ships"]["modules"] == ["embed", "shared", "shared.weights", "shared.words"]
    assert queue["ships"]["data"] == ["shared/labels.json"]
    lines = queue["ships"]["requirements"]
    assert {"torch==2.9.1", "sentence-transformers"} <= set(lines)
    workers = mixed.flashc("ir", "src", "--stage", "plan").document["workers"]
    shipped = {one["name"]: one["ships"] for one in program["endpoints"] if one is not queue}
    assert {one["endpoint"]: one["requirements"] for one in workers} == {
        name: one["requirements"] for name, one in shipped.items()
    }
    assert shipped["users"]["modules"] == ["users"]


def test_a_queue_without_a_mistake_is_only_noted(mixed: Project) -> None:
    assert levels(mixed) == []
    assert mixed.flashc("src", "-o", "build", "--deny", "warnings").exit_code == 0


def test_an_import_that_only_a_queue_lacks_is_a_warning_and_stops_no_worker(mixed: Project) -> None:
    mixed.place("requirements.txt", "torch==2.9.1\n")
    result = mixed.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert "warning[FC601]: Cannot import module 'sentence_transformers'" in result.err
    assert "their workers are not emitted yet; then it is an error" in result.err
    assert "orders/src/orders.py" in mixed.tree()


def test_a_comment_ignores_such_a_warning_and_an_option_makes_it_an_error(mixed: Project) -> None:
    mixed.place("requirements.txt", "torch==2.9.1\n")
    assert levels(mixed) == [("warning", "FC601")]
    assert levels(mixed, "--deny", "warnings") == [("error", "FC601")]
    mixed.place(
        "src/shared/weights.py",
        WEIGHTS.replace("sformers\n", "sformers  # flashc: ignore[FC601]\n", 1),
    )
    assert levels(mixed, "--deny", "warnings") == []


def test_the_same_import_in_a_worker_stays_an_error(mixed: Project) -> None:
    mixed.place("requirements.txt", "torch==2.9.1\n")
    users = (mixed.folder / "src/users.py").read_text()
    mixed.write(users=f"from shared.weights import load\n{users}")
    assert levels(mixed) == [("error", "FC601")]


def test_syntax_that_the_python_of_a_queue_lacks_is_a_warning(mixed: Project) -> None:
    mixed.place("src/shared/words.py", "type Word = str\nWORDS = 3\n")
    assert ("warning", "FC106") in levels(mixed)
    assert "error" not in {level for level, _ in levels(mixed)}
    assert ("warning", "FC106") not in levels(mixed, "--python", "3.12")


def test_a_queue_of_its_own_python_is_held_to_that(mixed: Project) -> None:
    mixed.place("src/shared/words.py", "type Word = str\nWORDS = 3\n")
    mixed.place("flash.toml", '[endpoint.embed]\npython = "3.12"\n')
    assert not any(code == "FC106" for _, code in levels(mixed))


def test_what_certainly_ends_the_start_of_a_queue_is_a_warning(mixed: Project) -> None:
    mixed.place("src/shared/words.py", "WORDS = LATER\nLATER = 3\n")
    assert levels(mixed) == [("warning", "FC618")]
    users = (mixed.folder / "src/users.py").read_text()
    mixed.write(users=f"import shared.words\n{users}")
    assert levels(mixed) == [("error", "FC618")]


def test_what_only_a_queue_imports_is_not_called_unused(mixed: Project) -> None:
    mixed.place("requirements.txt", f"{REQUIREMENTS}pandas\n")
    (message,) = (text for _, code, text in said(mixed) if code == "FC612")
    assert message.startswith("no endpoint imports `pandas`,")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "shared.weights",
            [
                "`shared.weights` will be in the worker of `embed`",
                "",
                "  src/embed.py:8:1  `embed.Embed` runs jobs",
                "  src/embed.py:4:6  imports `shared.weights`",
            ],
        ),
        ("users", ["module `users` is not needed by `embed`"]),
        (
            "torch",
            [
                "`torch` will be in the worker of `embed` as `torch==2.9.1`",
                "",
                "  src/embed.py:8:1  `embed.Embed` runs jobs",
                "  src/embed.py:1:8  imports `torch`",
                "",
                "  requirements.txt:1:1  requires `torch==2.9.1`",
            ],
        ),
    ],
)
def test_why_answers_for_a_queue_too(mixed: Project, name: str, expected: list[str]) -> None:
    result = mixed.flashc("why", "embed", name, "src")
    assert result.out.splitlines() == expected
    assert result.exit_code == (0 if len(expected) > 1 else 1)


def test_why_says_that_nothing_provides_an_import(mixed: Project) -> None:
    mixed.place("requirements.txt", "sentence-transformers\n")
    mixed.place("src/embed.py", QUEUE.replace("import torch", "import embedder"))
    result = mixed.flashc("why", "embed", "embedder", "src")
    assert (result.exit_code, result.out.splitlines()) == (
        1,
        [
            "`embedder` will not be in the worker of `embed`: no requirement provides it",
            "",
            "  src/embed.py:8:1  `embed.Embed` runs jobs",
            "  src/embed.py:1:8  imports `embedder`",
        ],
    )


def test_why_knows_no_other_endpoint(mixed: Project) -> None:
    result = mixed.flashc("why", "embedd", "torch", "src")
    assert result.exit_code == 2
    assert "did you mean `embed`?" in result.err


def test_a_queue_that_calls_a_worker_ships_its_stub(project: Project) -> None:
    project.write(
        jobs="from tetra_rp import LiveServerless, remote\n"
        "from users import create_user\n\n"
        'jobs = LiveServerless(name="jobs")\n\n\n'
        "@remote(jobs)\n"
        "async def work(name: str):\n"
        "    yield await create_user(name)\n"
    )
    program = project.flashc("ir", "src").document["program"]
    (ships,) = (one["ships"] for one in program["endpoints"] if one["name"] == "jobs")
    assert (ships["modules"], ships["stubs"]) == (["jobs"], ["users"])
    assert any(line.startswith("httpx") for line in ships["requirements"])


def test_only_still_names_what_is_written(mixed: Project) -> None:
    result = mixed.flashc("src", "-o", "build", "--only", "embed")
    assert result.exit_code == 2
    assert "`embed` is queue-based, and such endpoints are not emitted yet" in result.err


def test_what_no_job_can_fill_or_call_stops_no_worker(mixed: Project) -> None:
    mixed.write(
        jobs="from runpod_flash import Endpoint\n\n\n"
        '@Endpoint(name="spread", cpu="cpu3c-1-2")\n'
        "def spread(*parts: str):\n"
        "    return parts\n\n\n"
        '@Endpoint(name="empty", cpu="cpu3c-1-2")\n'
        "class Empty:\n"
        "    size = 1\n"
    )
    assert sorted(levels(mixed)) == [("warning", "FC230"), ("warning", "FC401")]
    assert mixed.flashc("src", "-o", "build").exit_code == 0
    mixed.write(
        web="from runpod_flash import Endpoint\n\n"
        'api = Endpoint(name="web", cpu="cpu3c-1-2")\n\n\n'
        '@api.post("/spread")\n'
        "def spread(*parts: str):\n"
        "    return parts\n"
    )
    assert ("error", "FC401") in levels(mixed)


def test_a_well_known_package_that_nobody_wrote_down_is_only_a_note(mixed: Project) -> None:
    (mixed.folder / "requirements.txt").unlink()
    assert ("note", "FC607") in levels(mixed)
    assert {level for level, _ in levels(mixed)} == {"note"}

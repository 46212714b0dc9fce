"""Names of endpoints: what a folder and a command can hold is taken, and quoted wherever it is written."""

import json
import re
import shlex
from pathlib import Path

import pytest

from closure.folders import compiled, messages
from flashc.passes.check.names import problem_of
from flashc_emitters.worker import emit

SOURCE = """from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name={name})


@remote(api, method="POST", path="/a/{{x}}")
async def answer(x: str, text: str):
    return [x, text]
"""
LEGAL = (
    *(
        "user-service",
        "user_service.v2",
        "9lives",
        "größe",
        "サービス",
        "a b",
        "it's; a #1 & (two)",
    ),
    *("~x", "{a}", "a=b,c", "[x]!", "x%41", "con-text", "com10", "语" * 66, "x" * 100),
)


@pytest.mark.parametrize("name", LEGAL)
def test_a_name_that_folders_and_commands_can_hold_is_taken(tmp_path: Path, name: str) -> None:
    compilation = compiled(tmp_path, {"main.py": SOURCE.format(name=ascii(name))})
    assert messages(compilation) == []
    (plan,) = compilation.plans
    files = {file.path: file.content.decode() for file in emit(plan).files}
    assert json.loads(files["flashc.json"])["endpoint"] == name
    label = re.search(r"image.title=(.*) \\$", files["Dockerfile"], re.MULTILINE)
    assert label is not None
    # The words of a Dockerfile are those of a shell, as far as quotes go.
    assert shlex.split(label[1]) == [name]
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / name).mkdir()


@pytest.mark.parametrize("name", LEGAL)
def test_no_command_of_a_worker_means_anything_else_because_of_its_name(
    tmp_path: Path, name: str
) -> None:
    def commands(endpoint: str) -> list[list[str]]:
        folder = tmp_path / ("plain" if endpoint == "plain" else "named")
        folder.mkdir()
        (plan,) = compiled(folder, {"main.py": SOURCE.format(name=ascii(endpoint))}).plans
        readme = next(f.content.decode() for f in emit(plan).files if f.path == "README.md")
        blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
        lines = "".join(blocks).replace("\\\n", " ").splitlines()
        return [list(shlex.shlex(line, posix=True, punctuation_chars=True)) for line in lines]

    found, plain = commands(name), commands("plain")
    assert len(found) == len(plain) > 3
    for mine, other in zip(found, plain, strict=True):
        # Word for word the same, but for the names of package and image, which are plain words.
        assert len(mine) == len(other)
        for word, expected in zip(mine, other, strict=True):
            assert word == expected or re.fullmatch(r"[a-z0-9][a-z0-9_-]*|_[a-z0-9_]*", word)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("-rf", "starts with `-`"),
        ("--help", "starts with `-`"),
        ("$(id)", "holds '$'"),
        ("a`id`", "holds '`'"),
        ("..", "starts with a dot"),
        ("com\u00b9", "device name"),
        ("LPT3.x", "device name"),
        ("Nul .x", "device name"),
        ("...!", "starts with a dot"),
        ("_", "no letter and no digit"),
        ("(!)", "no letter and no digit"),
        ("x" * 101, "longer than 100 characters"),
        ("语" * 67, "longer than 200 bytes"),
        (" a", "starts or ends with a space"),
        ("a\u00a0", "starts or ends with a space"),
        ("a\u202eb", "holds"),
        ("a\u061cb", "holds"),
        ("a\u3164b", "holds"),
        ("a\U000e0041b", "holds"),
        ("\t", "is empty"),
    ],
)
def test_what_cannot_be_a_name_is_refused_and_says_why(name: str, says: str) -> None:
    assert says in (problem_of(name) or "")

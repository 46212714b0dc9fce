"""`.pre-commit-hooks.yaml`: what each hook runs is a command that exists and means what it says."""

import re
import shlex

import pytest

from cli.project import CONFLICT, Project
from environments import REPOSITORY

TEXT = (REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^- id: (\S+)\n(?:  .*\n)*?  entry: (.+)$", TEXT, re.MULTILINE))


def run(project: Project, hook: str, *arguments: str) -> int:
    program, *words = shlex.split(ENTRIES[hook])
    assert program == "flashc"
    return project.flashc(*words, *arguments).exit_code


def test_every_hook_has_an_entry() -> None:
    assert list(ENTRIES) == ["flashc-check", "flashc-build-check"]


def test_the_check_fails_for_a_mistake_and_only_then(project: Project) -> None:
    assert run(project, "flashc-check", "src") == 0
    project.write(again=CONFLICT)
    assert run(project, "flashc-check", "src") == 1


def test_the_build_check_fails_until_the_build_is_committed(project: Project) -> None:
    assert run(project, "flashc-build-check", "src", "-o", "build") == 1
    project.flashc("src", "-o", "build")
    assert run(project, "flashc-build-check", "src", "-o", "build") == 0


@pytest.mark.parametrize("key", ["name", "description", "entry", "language", "pass_filenames"])
def test_every_hook_says_what_pre_commit_needs(key: str) -> None:
    assert len(re.findall(rf"^  {key}: ", TEXT, re.MULTILINE)) == len(ENTRIES)

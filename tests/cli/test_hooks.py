"""`.pre-commit-hooks.yaml`: what each hook runs is a command that exists and means what it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

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


# --- The real thing ---

CONFIGURED = """\
repos:
  - repo: ../flashc
    rev: {revision}
    hooks:
      - id: flashc-check
        args: [src]
      - id: flashc-build-check
        args: [src, -o, build]
"""


def without_settings() -> dict[str, str]:
    """Give the environment without git's settings, and without the repository whose hook runs this."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    kept.pop("SKIP", None)
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *words: str) -> str:
    """Run git without any settings of the machine."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.invalid"]
    done = subprocess.run(
        ["git", *who, "-c", "commit.gpgsign=false", *words],
        cwd=folder,
        env=without_settings(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def committed(folder: Path) -> str:
    git(folder, "init", "-q")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "all")
    return git(folder, "rev-parse", "HEAD")


def test_pre_commit_installs_and_runs_both_hooks(project: Project, light_path: Path) -> None:
    hooks = light_path / "flashc"
    for name in ("compiler", "emitters", "runtime_shim"):
        shutil.copytree(
            REPOSITORY / name, hooks / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(REPOSITORY / name, hooks / name)
    user = light_path / "user"
    shutil.copytree(project.folder, user)
    (user / ".pre-commit-config.yaml").write_text(CONFIGURED.format(revision=committed(hooks)))
    committed(user)

    def said() -> dict[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
            cwd=user,
            env={**without_settings(), "PRE_COMMIT_HOME": str(light_path / "home")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "flashc build --check." in done.stdout, done.stdout + done.stderr
        return dict(re.findall(r"^(flashc .+?)\.{3,}(\w+)$", done.stdout, re.MULTILINE))

    assert said() == {"flashc check": "Passed", "flashc build --check": "Failed"}
    project.flashc(str(user / "src"), "-o", str(user / "build"))
    git(user, "add", "-A", "-f")
    assert said() == {"flashc check": "Passed", "flashc build --check": "Passed"}
    (user / "src/users.py").write_text(CONFLICT + "nothing\n")
    git(user, "add", "-A", "-f")
    assert said()["flashc check"] == "Failed"


def test_the_commands_of_the_readmes_recipe_are_right(project: Project) -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    recipes = re.findall(r"^ +- run: flashc ([^#\n]+)", text, re.MULTILINE)
    recipes += re.findall(r"`flashc (check src --format sarif) > ", text)
    assert len(recipes) == 3
    project.flashc("src", "-o", "build")
    for recipe in recipes:
        allowed = [*shlex.split(recipe), "--allow", "FC210"]
        result = project.flashc(*(allowed if "check src" in recipe else shlex.split(recipe)))
        assert result.exit_code == 0, recipe
    assert project.flashc(*shlex.split(recipes[2])).document["version"] == "2.1.0"
    project.place("src/users.py", CONFLICT)
    assert all(project.flashc(*shlex.split(recipe)).exit_code == 1 for recipe in recipes)

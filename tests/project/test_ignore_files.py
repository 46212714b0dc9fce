"""Files of ignore rules that would take forever: hostile patterns, and files without an end."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

from flashc.project.bounded_globs import bounded
from project.folders import loaded, modules, write


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a*a*a*a*a*a*a*a*b", "a" * 60),
        ("**/a/**/a/**/a/**/a/**/a/**/b", "a/" * 60 + "a"),
        ("*a**a***a*a*a*a*a*b/", "a" * 60 + "/x"),
        ("**/*a*a*a*a*a*a*b/**/*a*a*a*a*a*b", ("a" * 60 + "/") * 4 + "a"),
    ],
)
def test_no_pattern_takes_forever(tmp_path: Path, pattern: str, name: str) -> None:
    # As the library translates them, these take years: this ends, or it does not.
    write(tmp_path, {".gitignore": f"{pattern}\n", f"{name}.py": ""})
    assert modules(tmp_path) == [name.replace("/", ".")]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a*a*a*a*a*a*a*a*b", "a" * 24),
        ("**/a/**/a/**/a/**/a/**/a/**/b", "a/" * 40 + "a"),
        ("*a**a***a*a*a*a*a*b/", "a" * 24 + "/x"),
    ],
)
def test_a_bounded_pattern_takes_a_small_part_of_the_time(pattern: str, name: str) -> None:
    plain = GitIgnoreSpec.from_lines([pattern])
    fast = bounded(GitIgnoreSpec.from_lines([pattern]))
    assert fast.match_file(name) is plain.match_file(name) is False
    assert 20 * seconds(lambda: fast.match_file(name)) < seconds(lambda: plain.match_file(name))


def seconds(act: Callable[[], object]) -> float:
    """Measure the least that it takes of this process's own time, in which no other one counts."""
    found = []
    for _ in range(3):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return min(found)


PATTERNS = (
    *("*a*b*c*d*e", "a*b*c*d*e/", "*a*?b*[!x]*[a*]*e", "**/a/**/b*/**/c*/**", "x/**/*a*b*b*/y"),
    *("**/*a*b*/**/*a*c*b/**/d", "/*/*/*/*/e", r"*\**\[*a*b*", "*[[^/]*a*b*c", "a**b**c**d**e"),
    *("!*a*b*c*d", "*a*a*a*ab", "**/*ab*ab*ab/x", "/**/a/**/a/**/b", "**/**/**/**/*a*"),
)
PATHS = (
    *(
        "abcde",
        "xaxbxcxdxex",
        "e",
        "aabbccddee",
        "abcde/",
        "abcde/x",
        "a/b/c",
        "a/b/c/d",
        "q/a/bb/cc/d",
    ),
    *(
        "x/ab/y",
        "x/aabb/y",
        "x/q/q/abb/y",
        "x/abb/y/z",
        "ab/acb/d",
        "q/ab/q/acbb/acb/q/d",
        "1/2/3/4/e",
    ),
    *(
        "*[ab",
        "x*x[xaxb",
        "[a",
        "/abc",
        "^aabc",
        "[abc",
        "aab",
        "aaab",
        "aaaab",
        "aabab",
        "aaaaaab",
    ),
    *(
        "ababab/x",
        "q/abxabxab/x",
        "q/abxabx/x",
        "a/a/b",
        "a/q/a/q/b",
        "a/b/a",
        "q/a/a/b/c",
        "b?aexbaae",
    ),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_bounded_patterns_match_what_they_matched(pattern: str) -> None:
    plain = GitIgnoreSpec.from_lines([pattern])
    fast = bounded(GitIgnoreSpec.from_lines([pattern]))
    assert [fast.check_file(path).include for path in PATHS] == [
        plain.check_file(path).include for path in PATHS
    ]


def test_patterns_of_few_stars_are_left_as_they_are() -> None:
    spec = GitIgnoreSpec.from_lines(["*.py[cod]", "**/build/*", "a/**/b"])
    assert bounded(spec) is spec


@pytest.mark.parametrize("name", [".gitignore", ".flashignore"])
@pytest.mark.parametrize("folder", ["", "p/"])
def test_rules_without_an_end_are_refused(tmp_path: Path, name: str, folder: str) -> None:
    write(tmp_path, {".git/": "", "p/a.py": ""})
    (tmp_path / folder / name).symlink_to("/dev/zero")
    [problem] = loaded(tmp_path / "p").diagnostics
    assert problem.code.number == "FC102"
    assert problem.message.endswith(f"{name}`: it is a link that leads out of the project")


def test_a_pipe_of_rules_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    os.mkfifo(tmp_path / ".gitignore")
    assert [problem.code.number for problem in loaded(tmp_path).diagnostics] == ["FC102"]


def test_rules_of_a_megabyte_are_another_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", ".gitignore": "# text\n" * 2**18})
    [problem] = loaded(tmp_path).diagnostics
    assert problem.message.endswith("it is larger than 1 MB")

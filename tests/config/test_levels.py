"""Which findings are said, and how loudly."""

import pytest

from cli.project import ORDERS, Project
from config.manifests import found

# FC701, a warning, in line 7; FC307, a note, in line 11.
BOTH = ORDERS.replace("order_id: str", "order_id: str, why") + """

@remote(orders, method="GET", path="/{name}")
def anything(name: str):
    return name
"""
WARNING, NOTE = ("FC701", "src/orders.py:7:27"), ("FC307", "src/orders.py:11:38")


@pytest.fixture
def lax(project: Project) -> Project:
    project.write(orders=BOTH)
    return project


def levels(project: Project, *options: str) -> list[tuple[str, str]]:
    return [(code, level) for code, level, _ in found(project, *options)]


def test_without_a_word_each_has_the_level_of_its_code(lax: Project) -> None:
    assert levels(lax) == [("FC701", "warning"), ("FC307", "note")]


@pytest.mark.parametrize("name", ["FC701", "fc701", "701", "query-parameter-without-annotation"])
def test_a_warning_can_be_switched_off_by_number_or_title(lax: Project, name: str) -> None:
    assert levels(lax, "--allow", name) == [("FC307", "note")]
    lax.place("flash.toml", f'[lints]\n{name} = "off"\n')
    assert levels(lax) == [("FC307", "note")]


def test_a_warning_can_be_made_an_error(lax: Project) -> None:
    lax.place("flash.toml", '[lints]\nFC701 = "error"\n')
    result = lax.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert "error[FC701]" in result.err
    assert not (lax.folder / "build").exists()


def test_a_note_can_be_made_a_warning_or_an_error(lax: Project) -> None:
    assert levels(lax, "-W", "FC307") == [("FC701", "warning"), ("FC307", "warning")]
    assert levels(lax, "-D", "FC307") == [("FC701", "warning"), ("FC307", "error")]


def test_all_warnings_can_be_made_errors_and_notes_stay_notes(lax: Project) -> None:
    expected = [("FC701", "error"), ("FC307", "note")]
    assert levels(lax, "--deny", "warnings") == expected
    lax.place("flash.toml", '[lints]\nwarnings = "error"\n')
    assert levels(lax) == expected


def test_one_that_is_off_stays_off_when_warnings_are_errors(lax: Project) -> None:
    assert levels(lax, "-D", "warnings", "-A", "FC701") == [("FC307", "note")]


def test_options_win_over_the_file(lax: Project) -> None:
    lax.place("flash.toml", '[lints]\nFC701 = "error"\nFC307 = "off"\n')
    assert levels(lax, "-W", "FC701,FC307") == [("FC701", "warning"), ("FC307", "warning")]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("-A", "FC304"), "`FC304` is an error, and stays one"),
        (("-W", "route-conflict"), "`FC304` is an error, and stays one"),
        (("-D", "FC71"), "did you mean `FC701`?"),
        (("-D", "bananas"), "`flashc explain` lists all codes"),
        (("-D", "FC701", "-A", "FC701"), "`FC701` is given two levels"),
        (("-D", "warnings", "-A", "warnings"), "warnings are given two levels"),
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(
    lax: Project, options: tuple[str, ...], says: str
) -> None:
    result = lax.flashc("check", "src", *options)
    assert result.exit_code == 2
    assert says in result.err


# --- Codes that are errors or warnings ---

JOBS = """import embedder
from tetra_rp import LiveServerless, remote

jobs = LiveServerless(name="jobs")


@remote(jobs)
def work():
    return embedder.run()
"""


@pytest.fixture
def waiting(project: Project) -> Project:
    """Add a queue whose module imports what nothing provides: an error when queues are emitted."""
    project.write(jobs=JOBS)
    return project


def of_imports(project: Project, *options: str) -> list[str]:
    return [level for code, level in levels(project, *options) if code == "FC601"]


def test_an_error_that_breaks_no_worker_has_the_level_of_a_warning(waiting: Project) -> None:
    assert of_imports(waiting) == ["warning"]
    assert of_imports(waiting, "--allow", "FC601") == []
    assert of_imports(waiting, "--allow", "module-cannot-be-imported") == of_imports(
        waiting, "--allow", "warnings"
    )
    assert of_imports(waiting, "--deny", "FC601") == ["error"]
    waiting.place("flash.toml", '[lints]\nFC601 = "off"\n')
    assert of_imports(waiting) == []
    assert of_imports(waiting, "--warn", "FC601") == ["warning"]


def test_where_it_breaks_a_worker_no_level_makes_it_milder(waiting: Project) -> None:
    users = (waiting.folder / "src/users.py").read_text()
    waiting.write(users=f"import embedder\n{users}")
    assert "error" in of_imports(waiting, "--allow", "FC601")
    result = waiting.flashc("check", "src", "--allow", "FC601")
    assert "its level, `off`, has no effect here: it holds for findings that are no errors" in (
        result.err
    )
    assert "has no effect here" not in waiting.flashc("check", "src").err


def test_explain_says_that_a_code_may_be_a_warning(project: Project) -> None:
    assert "it is a warning, which `--allow`" in project.flashc("explain", "FC601").out
    assert "it is a warning, which `--allow`" not in project.flashc("explain", "FC304").out


# --- Comments ---


def commented(project: Project, line: int, comment: str) -> None:
    lines = BOTH.splitlines()
    lines[line - 1] += comment
    project.write(orders="\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "comment",
    [
        "  # flashc: ignore[FC701]",
        "  #flashc:ignore[FC701]",
        "  # noqa: E501 # flashc: ignore[FC701, FC702]  # because",
        "  # flashc: ignore[query-parameter-without-annotation]",
    ],
)
def test_a_comment_ignores_a_finding_of_its_line(project: Project, comment: str) -> None:
    commented(project, 7, comment)
    assert "FC701" not in [code for code, _ in levels(project)]


def test_a_comment_wins_over_levels(project: Project) -> None:
    commented(project, 7, "  # flashc: ignore[FC701]")
    assert levels(project, "-D", "FC701") == [("FC307", "note")]


def test_a_note_is_ignored_too(project: Project) -> None:
    commented(project, 11, "  # flashc: ignore[FC307]")
    assert levels(project) == [("FC701", "warning")]


@pytest.mark.parametrize(
    ("line", "comment", "reason"),
    [
        (8, "  # flashc: ignore[FC701]", "it is not reported for this line"),
        (7, "  # flashc: ignore[FC701, FC799]", "there is no such code"),
        (7, "  # flashc: ignore[FC701,FC304]", "errors cannot be ignored"),
    ],
)
def test_a_comment_in_vain_is_reported(
    project: Project, line: int, comment: str, reason: str
) -> None:
    commented(project, line, comment)
    result = project.flashc("check", "src")
    assert "warning[FC658]" in result.err
    assert reason in result.err


def test_text_that_only_looks_like_a_comment_ignores_nothing(project: Project) -> None:
    text = BOTH.replace('"/orders/{order_id}"', '"/orders/{order_id}"').replace(
        "order_id: str, why", 'order_id: str, why="# flashc: ignore[FC701]"'
    )
    project.write(orders=text)
    assert levels(project) == [("FC701", "warning"), ("FC307", "note")]


def test_an_error_stays_and_says_that_the_comment_has_no_effect(project: Project) -> None:
    text = ORDERS.replace('"/orders/{order_id}")', '"orders")  # flashc: ignore[FC303]')
    project.write(orders=text)
    result = project.flashc("check", "src")
    assert result.exit_code == 1
    assert "note: the comment on this line has no effect: errors cannot be ignored" in result.err
    assert "FC658" not in result.err


def test_a_finding_in_flash_toml_is_ignored_the_same_way(project: Project) -> None:
    project.place("flash.toml", "[endpoint.payments]  # flashc: ignore[FC654]\n")
    assert found(project) == []

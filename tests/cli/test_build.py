"""`flashc SRC... -o DIR`: what it writes, what it says, and when it writes nothing."""

from pathlib import Path

import pytest

from cli.project import CONFLICT, JOBS, ORDERS, USERS, Project


def test_a_build_says_one_line_for_each_endpoint(project: Project) -> None:
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert result.out == (
        "orders  1 route   build/orders  created\nusers   2 routes  build/users   created\n"
    )
    assert result.err == ""
    assert (project.folder / "build/users/src/users_worker/app.py").is_file()


def test_the_command_build_is_the_same(project: Project) -> None:
    assert project.flashc("build", "src", "-o", "build").exit_code == 0
    first = project.tree()
    assert project.flashc("src", "-o", "other").exit_code == 0
    assert project.tree("other") == first


@pytest.mark.parametrize(
    ("typed", "shown"), [("build/", "build/users"), ("./build", "./build/users"), (".", "./users")]
)
def test_the_folder_is_shown_as_it_was_typed(project: Project, typed: str, shown: str) -> None:
    out = project.flashc("src/users.py", "-o", typed).out
    assert out == f"users  2 routes  {shown}  created\n"


def test_a_second_build_leaves_everything_unchanged(project: Project) -> None:
    project.flashc("src", "-o", "build")
    assert project.flashc("src", "-o", "build").out == (
        "orders  1 route   build/orders  unchanged\nusers   2 routes  build/users   unchanged\n"
    )


def test_a_change_updates_its_endpoint_only(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.write(orders=ORDERS + "\n# A remark.\n")
    result = project.flashc("src", "-o", "build")
    assert "orders  1 route   build/orders  updated (2 changed)\n" in result.out
    assert "users   2 routes  build/users   unchanged\n" in result.out


def test_an_endpoint_that_is_gone_is_removed(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.write(orders="x = 1\n")
    out = project.flashc("src", "-o", "build").out
    assert out.startswith("orders  no longer declared  build/orders  removed\n")
    assert not (project.folder / "build/orders").exists()


def test_an_endpoint_that_is_gone_is_kept_with_what_somebody_put_there(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("build/orders/notes\x1b.txt", "mine")
    project.write(orders="x = 1\n")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert "build/orders  kept\n" in result.out
    assert r"but kept: flashc did not write `notes\x1b.txt`" in result.err
    assert (project.folder / "build/orders/notes\x1b.txt").read_text() == "mine"


def test_queue_endpoints_are_named_as_not_emitted(project: Project) -> None:
    project.write(jobs=JOBS)
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert result.out.endswith("jobs    queue-based, not emitted yet\n")
    assert "note[FC210]" in result.err
    assert not (project.folder / "build/jobs").exists()


def test_an_error_anywhere_means_that_nothing_is_written(project: Project) -> None:
    project.write(again=CONFLICT)
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert result.out == ""
    assert "Route conflict detected: POST /users defined twice" in result.err
    assert result.err.endswith("\nerror: 1 error; nothing was written\n")
    assert not (project.folder / "build").exists()


def test_a_conflict_shows_both_places(project: Project) -> None:
    project.write(again=CONFLICT)
    err = project.flashc("src", "-o", "build").err
    assert "src/again.py:5:" in err
    assert "src/users.py:11:" in err
    assert err.count('path="/users")\n') == 2


def test_errors_and_warnings_are_counted_in_one_line(project: Project) -> None:
    project.write(again=CONFLICT)
    project.write(orders=ORDERS.replace("order_id: str", "order_id: str, why"))
    err = project.flashc("src", "-o", "build").err
    assert err.endswith("\nerror: 1 error, 1 warning; nothing was written\n")


def test_warnings_alone_do_not_stop_the_build(project: Project) -> None:
    project.write(orders=ORDERS.replace("order_id: str", "order_id: str, why"))
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 0
    assert result.err.endswith("\nwarning: 1 warning\n")


def test_output_inside_the_sources_is_not_read_as_source(project: Project) -> None:
    for _ in range(2):
        assert project.flashc("src", "-o", "src/build").exit_code == 0
    assert "unchanged" in project.flashc("src", "-o", "src/build").out
    assert "unchanged" in project.flashc("src", "-o", "./src/../src/build/").out


def test_an_edited_file_is_reported_and_kept(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.place("build/users/src/users_worker/app.py", "mine")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert result.err == (
        "error: `build/users/src/users_worker/app.py` was changed since flashc wrote it\n"
        "  = help: make the change in your sources, or add `--force` to discard it\n"
        "error: nothing was written\n"
    )
    assert project.tree()["users/src/users_worker/app.py"] == b"mine"


def test_force_overwrites_an_edited_file(project: Project) -> None:
    project.flashc("src", "-o", "build")
    before = project.tree()
    project.place("build/users/src/users_worker/app.py", "mine")
    assert project.flashc("src", "-o", "build", "--force").exit_code == 0
    assert project.tree() == before


def test_an_output_that_is_a_file_is_wrong_usage(project: Project) -> None:
    project.place("build", "a file")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 2
    assert "error: `build` is not a folder\n" in result.err


def test_a_folder_that_is_not_ours_is_left_alone(project: Project) -> None:
    project.place("build/users/thesis.txt", "mine")
    result = project.flashc("src", "-o", "build")
    assert result.exit_code == 1
    assert "`build/users` is in the way" in result.err
    assert project.tree() == {"users/thesis.txt": b"mine"}


def test_quiet_says_nothing_when_all_is_well(project: Project) -> None:
    project.write(jobs=JOBS, orders=ORDERS.replace("order_id: str", "order_id: str, why"))
    result = project.flashc("src", "-o", "build", "-q")
    assert (result.exit_code, result.out, result.err) == (0, "", "")


def test_quiet_says_errors_and_nothing_else(project: Project) -> None:
    project.write(jobs=JOBS, again=CONFLICT)
    result = project.flashc("src", "-o", "build", "-q")
    assert result.err.count("error[") == 1
    assert "note[" not in result.err


def test_verbose_names_files_and_times(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.write(orders=ORDERS + "# x\n")
    err = project.flashc("src", "-o", "build", "-v").err
    assert "read src/orders.py\nread src/users.py\n" in err
    assert "changed build/orders/src/orders.py\n" in err
    assert "time: read " in err
    assert " ms, write " in err


def test_several_sources_make_one_build(project: Project) -> None:
    out = project.flashc("src/users.py", "src/orders.py", "-o", "build").out
    assert len(out.splitlines()) == 2


def test_the_root_can_be_named(project: Project) -> None:
    project.place("app/api/users.py", USERS)
    assert project.flashc("app/api", "-o", "build", "--root", "app").exit_code == 0
    assert "users/src/api/users.py" in project.tree()


def test_nothing_of_the_sources_is_changed(project: Project) -> None:
    before = project.tree("src")
    project.flashc("src", "-o", "src/build")
    after = project.tree("src")
    assert {path: after[path] for path in before} == before


def test_a_source_folder_that_is_called_build_compiles(project: Project) -> None:
    Path("src").rename("build")
    assert project.flashc("./build", "-o", "out").exit_code == 0
    assert project.flashc("build", "build", "-o", "out").exit_code == 0


def test_secrets_of_markers_stay_in_the_module(project: Project) -> None:
    project.place(
        "src/service.py",
        """\
from fastapi import Header as H, Query
from tetra_rp import LiveLoadBalancer, remote

api = LiveLoadBalancer(name="api")
KEY = "sk-live-0123456789abcdef"


@remote(api, method="GET", path="/a")
def a(key: str = Query(KEY), auth: str = H(default="t0p-secret"), page_key: str = Query("name")):
    return key
""",
    )
    result = project.flashc("src", "-o", "build", "--format", "json")
    assert (result.exit_code, result.err.count("FC705") + result.out.count("FC705")) == (0, 2)
    holding = [
        path
        for path, content in project.tree().items()
        if b"sk-live" in content or b"t0p-secret" in content
    ]
    assert holding == ["api/src/service.py"]
    app = project.tree()["api/src/api_worker/app.py"].decode()
    assert 'page_key: str = Query("name")' in app

"""`flashc check` and `flashc routes`: the compile without writing."""

from cli.project import CONFLICT, JOBS, USERS, Project


def test_check_names_the_endpoints_and_writes_nothing(project: Project) -> None:
    project.write(jobs=JOBS)
    before = project.tree(".")
    result = project.flashc("check", "src")
    assert result.exit_code == 0
    assert result.out == "orders  1 route\nusers   2 routes\njobs    queue-based, not emitted yet\n"
    assert project.tree(".") == before


def test_check_reports_every_error_of_a_run(project: Project) -> None:
    project.write(again=CONFLICT)
    project.write(bad=USERS.replace('"users"', '"bad"').replace('"POST"', '"PTACH"'))
    result = project.flashc("check", "src")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err.count("error[FC") == 2
    assert result.err.endswith("\nerror: 2 errors\n")


def test_check_runs_nothing(project: Project) -> None:
    project.write(bomb="raise SystemExit('imported')\nopen('written', 'w')\n")
    assert project.flashc("check", "src").exit_code == 0
    assert not (project.folder / "written").exists()


def test_the_document_of_check_lists_endpoints_and_diagnostics(project: Project) -> None:
    document = project.flashc("check", "src", "--format", "json").document
    assert document["counts"] == {"error": 0, "warning": 0, "note": 0}
    assert [one["name"] for one in document["endpoints"]] == ["orders", "users"]


def test_routes_are_an_aligned_table(project: Project) -> None:
    result = project.flashc("routes", "src")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out == (
        "METHOD  PATH                ENDPOINT  FUNCTION\n"
        "DELETE  /orders/{order_id}  orders    orders.cancel\n"
        "GET     /users/{user_id}    users     users.get_user\n"
        "POST    /users              users     users.create_user\n"
    )


def test_routes_name_the_module_even_where_python_cannot_spell_it(project: Project) -> None:
    project.place("app/01_hello/my-api.py", USERS)
    out = project.flashc("routes", "app").out
    assert "01_hello.my-api.get_user\n" in out


def test_with_an_error_there_is_no_list_of_routes(project: Project) -> None:
    project.write(again=CONFLICT)
    result = project.flashc("routes", "src")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err.endswith("\nerror: 1 error; no routes are listed\n")


def test_routes_as_json_are_the_endpoints(project: Project) -> None:
    document = project.flashc("routes", "src", "--format", "json").document
    assert document["command"] == "routes"
    paths = [route["path"] for one in document["endpoints"] for route in one["routes"]]
    assert paths == ["/orders/{order_id}", "/users/{user_id}", "/users"]


def test_an_option_may_stand_before_the_command(project: Project) -> None:
    assert project.flashc("-q", "check", "src").out == ""


def test_hostile_file_names_are_shown_safely(project: Project) -> None:
    project.place("src/ev\x1b[2Jil\u202e.py", "def broken(:\n")
    result = project.flashc("check", "src")
    assert result.exit_code == 1
    assert r"src/ev\x1b[2Jil\u{202e}.py:1:" in result.err
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err


def test_the_same_output_from_any_hash_seed_and_locale(project: Project) -> None:
    from cli.process import flashc

    project.write(again=CONFLICT, jobs=JOBS)
    runs = [
        flashc("check", "src", folder=project.folder, extra=extra)
        for extra in (
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        )
    ]
    assert runs[0].returncode == 1
    assert (runs[0].stdout, runs[0].stderr) == (runs[1].stdout, runs[1].stderr)

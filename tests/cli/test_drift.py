"""`flashc SRC... -o DIR --check`: whether the output is what the sources compile to."""

import pytest

from cli.project import CONFLICT, ORDERS, Project


@pytest.fixture
def built(project: Project) -> Project:
    assert project.flashc("src", "-o", "build").exit_code == 0
    return project


def test_a_fresh_build_is_up_to_date(built: Project) -> None:
    result = built.flashc("src", "-o", "build", "--check")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out == (
        "orders  1 route   build/orders  up to date\nusers   2 routes  build/users   up to date\n"
    )


def test_without_an_output_everything_is_missing_and_nothing_is_written(project: Project) -> None:
    result = project.flashc("src", "-o", "build", "--check")
    assert result.exit_code == 1
    assert result.out == "missing  build/orders\nmissing  build/users\n"
    assert result.err == (
        "error: `build` is not what the sources compile to: 2 missing\n"
        "  = help: `flashc src -o build` writes it anew\n"
    )
    assert not (project.folder / "build").exists()


def test_missing_changed_and_stale_are_told_apart(built: Project) -> None:
    (built.folder / "build/users/README.md").unlink()
    built.write(orders=ORDERS.replace('"orders"', '"shop"'))
    built.write(users=(built.folder / "src/users.py").read_text() + "\n# A remark.\n")
    before = built.tree()
    result = built.flashc("src", "-o", "build", "--check")
    assert result.exit_code == 1
    listed = result.out.split("\n\n")[0].splitlines()
    assert listed == [
        "stale    build/orders",
        "missing  build/shop",
        "missing  build/users/README.md",
        "changed  build/users/flashc.json",
        "changed  build/users/src/users.py",
    ]
    assert "1 stale, 2 missing, 2 changed" in result.err
    assert built.tree() == before


def test_changes_are_shown_as_a_unified_diff(built: Project) -> None:
    built.write(orders=ORDERS.replace("/orders/", "/order/"))
    out = built.flashc("src", "-o", "build", "--check").out
    assert (
        "--- orders/src/orders_worker/app.py (on disk)\n"
        "+++ orders/src/orders_worker/app.py (compiled)\n"
    ) in out
    assert '-@app.delete("/orders/{order_id}", operation_id="cancel")\n' in out
    assert '+@app.delete("/order/{order_id}", operation_id="cancel")\n' in out


def test_a_diff_cannot_reach_the_terminal(built: Project) -> None:
    built.write(orders=ORDERS + '\n# \x0c\tred: "\u202e"\n')
    out = built.flashc("src", "-o", "build", "--check").out
    assert '+# \\x0c\tred: "\\u{202e}"\n' in out


def test_an_edited_file_is_told_apart_and_needs_force(built: Project) -> None:
    built.place("build/users/README.md", "mine\n")
    result = built.flashc("src", "-o", "build", "--check")
    assert result.exit_code == 1
    assert result.out.startswith("edited  build/users/README.md\n")
    assert "`flashc src -o build --force` discards those in the output" in result.err


def test_only_one_endpoint_is_compared_when_it_is_named(built: Project) -> None:
    built.place("build/users/README.md", "mine\n")
    assert built.flashc("src", "-o", "build", "--check", "--only", "orders").exit_code == 0
    assert built.flashc("src", "-o", "build", "--check", "--only", "users").exit_code == 1


def test_errors_in_the_sources_come_first(built: Project) -> None:
    built.write(again=CONFLICT)
    result = built.flashc("src", "-o", "build", "--check")
    assert (result.exit_code, result.out) == (1, "")
    assert "error: 1 error; nothing was written" in result.err


def test_quiet_says_only_that_it_differs(built: Project) -> None:
    (built.folder / "build/users/README.md").unlink()
    result = built.flashc("src", "-o", "build", "--check", "-q")
    assert (result.exit_code, result.out) == (1, "")
    assert result.err.startswith("error: `build` is not what the sources compile to: 1 missing\n")


def test_the_document_holds_every_difference_with_its_diff(built: Project) -> None:
    built.write(orders=ORDERS.replace("/orders/", "/order/"))
    result = built.flashc("src", "-o", "build", "--check", "--format", "json")
    assert (result.exit_code, result.err) == (1, "")
    document = result.document
    assert (document["command"], document["exit_code"]) == ("build --check", 1)
    by_path = {one["path"]: one for one in document["differences"]}
    app = by_path["build/orders/src/orders_worker/app.py"]
    assert (app["kind"], app["endpoint"]) == ("changed", "orders")
    assert '+@app.delete("/order/{order_id}"' in app["diff"]


def test_the_document_of_an_output_that_is_up_to_date_has_no_differences(built: Project) -> None:
    document = built.flashc("src", "-o", "build", "--check", "--format", "json").document
    assert (document["exit_code"], document["differences"]) == (0, [])
    assert [one["name"] for one in document["endpoints"]] == ["orders", "users"]

"""`--only NAME`: a build of the endpoints that are named, and of no others."""

from cli.project import JOBS, Project


def test_only_one_endpoint_is_written_when_it_is_named(project: Project) -> None:
    result = project.flashc("src", "-o", "build", "--only", "users")
    assert result.out == "users  2 routes  build/users  created\n"
    assert not (project.folder / "build/orders").exists()


def test_only_leaves_the_others_alone(project: Project) -> None:
    project.flashc("src", "-o", "build")
    project.write(orders="x = 1\n")
    project.flashc("src", "-o", "build", "--only", "users")
    assert (project.folder / "build/orders").exists()


def test_only_may_be_repeated(project: Project) -> None:
    out = project.flashc("src", "-o", "build", "--only", "users", "--only", "orders").out
    assert len(out.splitlines()) == 2


def test_an_unknown_endpoint_is_wrong_usage_and_names_those_there_are(project: Project) -> None:
    result = project.flashc("src", "-o", "build", "--only", "user")
    assert result.exit_code == 2
    assert result.err == (
        "error: there is no endpoint `user`\n"
        "  = help: did you mean `users`? the sources declare: `orders`, `users`\n"
    )
    assert not (project.folder / "build").exists()


def test_a_queue_endpoint_cannot_be_chosen(project: Project) -> None:
    project.write(jobs=JOBS)
    result = project.flashc("src", "-o", "build", "--only", "jobs")
    assert result.exit_code == 2
    assert "`jobs` is queue-based" in result.err

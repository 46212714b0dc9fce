"""Which `flash.toml` a run has: the nearest to the sources, upwards."""

from cli.project import Project
from config.manifests import found, settings

TWO = "[endpoint.users]\nworkersMax = 2\n"
THREE = "[endpoint.users]\nworkersMax = 3\n"


def test_it_is_found_beside_the_sources(project: Project) -> None:
    project.place("src/flash.toml", TWO)
    assert settings(project, "users") == {"workersMax": 2}


def test_it_is_found_above_the_sources(project: Project) -> None:
    project.place("flash.toml", TWO)
    assert settings(project, "users") == {"workersMax": 2}


def test_the_nearest_wins(project: Project) -> None:
    project.place("flash.toml", TWO)
    project.place("src/flash.toml", THREE)
    assert settings(project, "users") == {"workersMax": 3}


def test_the_search_ends_at_the_top_of_the_repository(project: Project) -> None:
    project.place("flash.toml", TWO)
    project.place("src/.git/HEAD", "")
    assert settings(project, "users") == {}


def test_the_working_folder_does_not_matter(project: Project) -> None:
    project.place("flash.toml", TWO)
    sources = str(project.folder / "src")
    project.flashc(sources, "-o", "build")
    project.place("elsewhere/flash.toml", THREE)
    assert project.flashc(sources, "-o", "build", "--check").exit_code == 0


def test_an_option_names_another(project: Project) -> None:
    project.place("flash.toml", TWO)
    project.place("other/production.toml", THREE)
    result = project.flashc("src", "-o", "build", "--config", "other/production.toml", "-v")
    assert "read other/production.toml\n" in result.err
    assert "read flash.toml" not in result.err
    assert project.flashc("src", "-o", "build", "--check").exit_code == 1


def test_the_one_in_use_is_named_when_asked_to_say_more(project: Project) -> None:
    project.place("flash.toml", TWO)
    assert "read flash.toml\n" in project.flashc("check", "src", "-v").err


def test_a_file_that_is_not_there_is_wrong_usage(project: Project) -> None:
    result = project.flashc("check", "src", "--config", "gone.toml")
    assert (result.exit_code, result.err) == (
        2,
        "error: no such configuration file: gone.toml\n",
    )


def test_one_beside_some_sources_only_is_not_used_without_a_word(project: Project) -> None:
    project.place("src/deep/inner/module.py", "import users\n")
    project.place("src/deep/flash.toml", THREE)
    assert found(project) == [("FC659", "warning", "src/deep/flash.toml:None:None")]
    assert found(project, "--config", "src/deep/flash.toml") == []


def test_the_advice_of_a_check_names_the_file_too(project: Project) -> None:
    project.place("other.toml", TWO)
    project.flashc("src", "-o", "build")
    result = project.flashc(
        "src", "-o", "build", "--check", "--config", "other.toml", "-A", "FC701"
    )
    assert "`flashc src -o build --config other.toml --allow FC701` writes it anew" in result.err


def test_sources_that_cannot_be_looked_at_are_named(project: Project) -> None:
    (project.folder / "loop").symlink_to("loop")
    for name in ("loop", "gone/deep"):
        result = project.flashc("check", name)
        assert (result.exit_code, "no such file or folder" in result.err) == (2, True)

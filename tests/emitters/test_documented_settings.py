"""Every variable that the runtime reads stands in a worker's README and in its `--help`."""

import dataclasses
import re
from pathlib import Path

import pytest

from emitters.everything import everything
from environments import REPOSITORY
from flashc.ir.plan.worker import Variable, WorkerPlan
from flashc_emitters import emit
from flashc_runtime.command import _HELP
from flashc_runtime.naming import address_variable
from flashc_runtime.settings import read_settings

RUNTIME = REPOSITORY / "runtime_shim/flashc_runtime"
OF_LIVE_WORKERS = {"FLASH_EXECUTE_TOKEN"}


def plan(*, live: bool) -> WorkerPlan:
    return dataclasses.replace(everything(), live=live, environment=(), settings={})


def rows(plan: WorkerPlan) -> dict[str, str]:
    """Return the variables of the README's table, with their defaults."""
    [text] = [file.content.decode() for file in emit(plan).files if file.path == "README.md"]
    table = text.partition("## Environment")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| `?([^`|]*?)`? ?\|", table, re.MULTILINE))


def read_by_the_runtime() -> set[str]:
    source = (RUNTIME / "settings.py").read_text(encoding="utf-8")
    function = source.partition("def read_settings")[2].partition("\ndef ")[0]
    return set(re.findall(r'"((?:FLASH_[A-Z_]+|HOST|PORT|PORT_HEALTH))"', function))


@pytest.mark.parametrize("live", [True, False])
def test_the_readme_has_every_variable_and_no_other(live: bool) -> None:
    wanted = read_by_the_runtime()
    assert len(wanted) > 10
    assert set(rows(plan(live=live))) == (wanted if live else wanted - OF_LIVE_WORKERS)


def test_the_defaults_in_the_readme_are_those_of_the_runtime() -> None:
    for name, default in rows(plan(live=True)).items():
        if default and default != "PORT":
            assert read_settings({name: default}) == read_settings({}), name
            other = "1" if default == "0" else "0"
            assert name in ("HOST",) or read_settings({name: other}) != read_settings({}), name


def test_the_help_has_every_variable_with_the_same_default() -> None:
    shown = set(re.findall(r"^  ([A-Z_]+) ", _HELP, re.MULTILINE))
    assert shown == read_by_the_runtime()
    for name, default in rows(plan(live=True)).items():
        [line] = re.findall(rf"^  {name} .*$", _HELP, re.MULTILINE)
        assert not default or f"default {default}" in line or f"default: {default}" in line, line


def test_a_worker_that_calls_others_has_the_variables_of_their_addresses() -> None:
    alone = dataclasses.replace(plan(live=False), calls=(), addresses=())
    calling = dataclasses.replace(alone, addresses=(("FLASH_ENDPOINT_URL_MY_USERS", "my-users"),))
    variable = address_variable("my-users")
    assert set(rows(calling)) - set(rows(alone)) == {variable, "RUNPOD_API_KEY"}
    declared = dataclasses.replace(calling, environment=((variable, "http://users"),))
    [text] = [f.content.decode() for f in emit(declared).files if f.path == "README.md"]
    assert text.count(f"`{variable}`") == 1


def test_the_readme_says_where_each_value_comes_from() -> None:
    given = dataclasses.replace(
        plan(live=False),
        settings={"env": {"MODE": {}, "TOKEN": {}, "KEY": {}}},
        environment=(("FLASH_ACCESS_LOG", "1"), ("MODE", "fast"), ("PORT", "80")),
        configured=("MODE", "PORT", "TOKEN"),
        variables=(Variable(name="STAGE", value="dev", by="--define"),),
    )
    [text] = [f.content.decode() for f in emit(given).files if f.path == "README.md"]
    assert "| `MODE` | `fast` | set by `flash.toml` |" in text
    assert "| `TOKEN` | | to be set: `flash.toml` declares it |" in text
    assert "| `KEY` | | to be set: the resource declares it |" in text
    assert "| `STAGE` | `dev` | set by `--define` |" in text
    assert "| `PORT` | `80` | port to listen on; set by `flash.toml` |" in text
    assert "as a line of JSON; SIGKILL may lose those of the last 50 ms; set by the resource |" in (
        text
    )
    assert "| `HOST` | `0.0.0.0` | address to listen on |" in text
    package = f"src/{given.package}/__init__.py"
    [init] = [f.content.decode() for f in emit(given).files if f.path == package]
    assert "# What the resource and flash.toml set with `env`" in init


def test_every_variable_that_the_sdk_reads_is_documented() -> None:
    # An emitted worker is always in production: nothing asks whether it is provisioned live.
    elsewhere = {"FLASH_IS_LIVE_PROVISIONING"}
    called = dataclasses.replace(plan(live=True), addresses=(("FLASH_ENDPOINT_URL_X", "x"),))
    read = {
        name
        for path in (RUNTIME / "sdk").rglob("*.py")
        for name in re.findall(r'environ\.get\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert read - elsewhere <= set(rows(called))
    assert read >= {"RUNPOD_API_KEY", *elsewhere}


def test_no_other_part_of_the_runtime_reads_a_variable_of_its_own() -> None:
    # Where the addresses of other endpoints stand is the business of the SDK.
    known = read_by_the_runtime() | {"FLASH_ENDPOINT_URL_"}
    for path in sorted(RUNTIME.rglob("*.py")):
        if path.relative_to(RUNTIME).parts[0] != "sdk":
            source = Path(path).read_text(encoding="utf-8")
            assert set(re.findall(r"FLASH_[A-Z_]+", source)) <= known, path

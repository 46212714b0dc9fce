"""The Dockerfile builds everywhere, holds no secret and passes hadolint."""

import subprocess

import pytest

from emitters.plans import handler, plan
from flashc.ir.plan.worker import Image, WorkerPlan
from flashc_emitters import PlanError, emit

OFFICIAL = "python:3.11-slim"


def worker(base: str = OFFICIAL, *packages: str, **changes: object) -> WorkerPlan:
    image = Image(base=base, python="3.11", system_packages=packages)
    return plan(handler("GET", "/a", "a"), image=image, **changes)


def dockerfile(worker: WorkerPlan) -> str:
    return next(file.content.decode() for file in emit(worker).files if file.path == "Dockerfile")


@pytest.mark.parametrize("base", [OFFICIAL, "ghcr.io/me/image:1", "me/image@sha256:0123"])
@pytest.mark.parametrize("packages", [(), ("ffmpeg",), ("libgl1", "ffmpeg", "tzdata=2024a-0")])
@pytest.mark.parametrize("settings", [{}, {"gpus": ("ANY",)}])
def test_hadolint_finds_nothing(
    base: str, packages: tuple[str, ...], settings: dict[str, tuple[str, ...]]
) -> None:
    run = subprocess.run(
        ["hadolint", "--no-color", "-"],
        input=dockerfile(worker(base, *packages, settings=settings)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_nothing_is_used_that_some_builders_lack() -> None:
    text = dockerfile(worker(OFFICIAL, "ffmpeg"))
    for missing in ("<<", "--link", "--network", "syntax="):
        assert missing not in text


def test_system_packages_are_sorted_and_named_once() -> None:
    text = dockerfile(worker(OFFICIAL, "libgl1", "ffmpeg", "libgl1"))
    assert "        ffmpeg \\\n        libgl1 \\\n    && rm" in text


def test_without_system_packages_there_are_two_stages_and_no_apt() -> None:
    text = dockerfile(worker())
    assert text.count("\nFROM ") == 2
    assert "apt-get" not in text


def test_graphics_cards_are_asked_for_only_where_the_resource_has_them() -> None:
    assert "NVIDIA" not in dockerfile(worker())
    assert "NVIDIA_VISIBLE_DEVICES=all" in dockerfile(worker(settings={"gpus": ("ANY",)}))


def test_an_image_of_the_users_own_keeps_what_it_has_installed() -> None:
    assert "--system-site-packages" in dockerfile(worker("ghcr.io/me/torch:2"))
    assert "--system-site-packages" not in dockerfile(worker())


def test_the_environment_of_the_resource_is_not_in_the_image() -> None:
    assert "fast" not in dockerfile(worker(environment=(("MODE", "fast"),)))


@pytest.mark.parametrize(
    "base", ["", "a b", "a\nRUN id", "$X", "a;b", '"a"', "--platform=x", "a#b"]
)
def test_what_is_no_image_reference_is_refused(base: str) -> None:
    with pytest.raises(PlanError):
        emit(worker(base))


@pytest.mark.parametrize("package", ["", "a b", "a\nid", "a;id", "$(id)", "-o", "A", "a&&b", "a#"])
def test_what_is_no_debian_package_is_refused(package: str) -> None:
    with pytest.raises(PlanError):
        emit(worker(OFFICIAL, package))

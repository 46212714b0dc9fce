"""`--lock`: exact versions with hashes, from a small index of wheels made here."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from dependencies.project import Project
from flashc.dependencies import lock as locks

RUNTIME = {
    "fastapi": ["0.165.0"],
    "httptools": ["0.9.0"],
    "pydantic": ["2.14.1"],
    "uvicorn": ["0.54.0"],
    "uvloop": ["0.23.0"],
}


def wheel(folder: Path, name: str, version: str, requires: str = "") -> Path:
    """Make a wheel without a module in it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += f"Requires-Dist: {requires}\n" if requires else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index-of-wheels"
    folder.mkdir()
    (tmp_path / "empty").mkdir()
    for name, versions in RUNTIME.items():
        for version in versions:
            wheel(folder, name, version)
    wheel(folder, "top", "1.0", requires="deep")
    wheel(folder, "deep", "1.0")
    wheel(folder, "deep", "2.0")
    for name in [name for name in os.environ if name.startswith("UV_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_DEFAULT_INDEX", (tmp_path / "empty").as_uri())
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    locks._resolve.cache_clear()
    return folder


def locked(project: Project, *arguments: str) -> str:
    result = project.flashc("src", "-o", "build", "--lock", *arguments)
    assert result.exit_code == 0, result.err
    locks._resolve.cache_clear()
    return (project.folder / "build/api/requirements.lock").read_text(encoding="utf-8")


def test_everything_is_pinned_with_hashes_and_no_address(project: Project, index: Path) -> None:
    project.serve(declared='["top"]')
    text = locked(project)
    digest = hashlib.sha256((index / "deep-2.0-py3-none-any.whl").read_bytes()).hexdigest()
    assert f"deep==2.0 \\\n    --hash=sha256:{digest}\n" in text
    pins = [line.split("==")[0] for line in text.splitlines() if line[0].isalnum()]
    assert pins == sorted([*RUNTIME, "top", "deep"])
    assert "index-of-wheels" not in text
    assert "://" not in text


@pytest.mark.usefixtures("index")
def test_the_image_installs_the_lock_with_hashes(project: Project) -> None:
    project.serve()
    locked(project)
    worker = project.folder / "build/api"
    dockerfile = (worker / "Dockerfile").read_text(encoding="utf-8")
    assert "COPY requirements.lock /build/requirements.lock\n" in dockerfile
    assert "--require-hashes \\\n        -r /build/requirements.lock\n" in dockerfile
    assert "!requirements.lock\n" in (worker / ".dockerignore").read_text(encoding="utf-8")
    assert (worker / "requirements.txt").exists()


def test_a_lock_stays_when_the_index_moves_and_is_renewed_on_request(
    project: Project, index: Path
) -> None:
    project.serve(declared='["top"]')
    first = locked(project)
    wheel(index, "deep", "3.0")
    assert locked(project) == first
    assert project.flashc("src", "-o", "build", "--lock", "--check").exit_code == 0
    assert "deep==3.0 " in locked(project, "--upgrade")


def test_other_requirements_change_what_they_must(project: Project, index: Path) -> None:
    project.serve(declared='["top"]')
    locked(project)
    wheel(index, "deep", "3.0")
    wheel(index, "more", "1.0")
    project.serve(declared='["top", "more"]')
    result = project.flashc("src", "-o", "build", "--lock", "--check")
    assert result.exit_code == 1
    assert "changed  build/api/requirements.lock" in result.out
    text = locked(project)
    assert "more==1.0 " in text
    assert "deep==2.0 " in text


@pytest.mark.usefixtures("index")
def test_an_edited_lock_counts_for_nothing(project: Project) -> None:
    project.serve(declared='["top"]')
    first = locked(project)
    path = project.folder / "build/api/requirements.lock"
    path.write_text(first.replace("deep==2.0", "deep==1.0"), encoding="utf-8")
    result = project.flashc("src", "-o", "build", "--lock", "--check")
    assert result.exit_code == 1
    assert "edited  build/api/requirements.lock" in result.out
    assert locked(project, "--force") == first


@pytest.mark.usefixtures("index")
def test_the_projects_own_lock_and_limits_decide(project: Project) -> None:
    project.serve(declared='["top"]')
    source = 'source = { registry = "https://index.example/simple" }'
    project.place(
        uv_dot_lock=f'version = 1\n\n[[package]]\nname = "deep"\nversion = "1.0"\n{source}\n'
    )
    assert "deep==1.0 " in locked(project)
    (project.folder / "uv.lock").unlink()
    assert "deep==2.0 " in locked(project, "--upgrade")
    project.place(requirements_dot_txt="-c limits.txt\n", limits_dot_txt="deep<2\n")
    assert "deep==1.0 " in locked(project)


@pytest.mark.usefixtures("index")
def test_what_cannot_be_resolved_is_one_error(project: Project) -> None:
    project.serve(declared='["nobody-has-this"]')
    result = project.flashc("src", "-o", "build", "--lock")
    assert result.exit_code == 1
    assert result.codes == ["error FC615"]
    assert "nobody-has-this" in result.err
    assert not (project.folder / "build").exists()


@pytest.mark.usefixtures("index")
def test_a_missing_uv_is_one_clear_error(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.serve()
    monkeypatch.setattr(locks.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")
    result = project.flashc("src", "-o", "build", "--lock")
    assert result.exit_code == 1
    assert "uv is not installed: `pip install 'flashc[lock]'`" in result.err
    assert "help: install uv, or compile without `--lock`" in result.err


def test_an_upgrade_without_a_lock_is_wrong_usage(project: Project) -> None:
    project.serve()
    assert project.flashc("src", "-o", "build", "--upgrade").exit_code == 2

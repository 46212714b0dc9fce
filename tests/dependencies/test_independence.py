"""What is installed on the machine, and how it is set up, changes nothing."""

from pathlib import Path

import pytest

from cli.process import FOLDERS, REPOSITORY, flashc
from dependencies.project import Project


def installed(folder: Path) -> Path:
    """Make a folder of installed distributions, whose names and modules would mislead."""
    for name, version, modules in (
        ("numpy", "1.0", ["numpy"]),
        ("opencv-python", "4.0", ["cv2"]),
        ("another-name", "1.0", ["acme", "yaml"]),
    ):
        for module in modules:
            (folder / module).mkdir(parents=True, exist_ok=True)
            (folder / module / "__init__.py").write_text("raise SystemExit(module)\n")
        info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "top_level.txt").write_text("\n".join(modules) + "\n")
    return folder


def built(project: Project, extra: dict[str, str]) -> dict[str, bytes]:
    result = flashc("src", "-o", "build", folder=project.folder, extra=extra)
    assert result.returncode == 0, result.stderr
    root = project.folder / "build"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    } | {"said": result.stderr}


def test_the_same_bytes_with_and_without_the_dependencies_installed(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.serve("import numpy, cv2, yaml", body="import acme", declared='["acme-sdk"]')
    project.place(requirements_dot_txt="numpy>=2\nopencv-python-headless\nPyYAML\n")
    without = built(project, {})
    site = installed(tmp_path_factory.mktemp("site"))
    path = ":".join([str(site), *(str(REPOSITORY / folder) for folder in FOLDERS)])
    for extra in (
        {"PYTHONPATH": path},
        {"PYTHONPATH": path, "PIP_INDEX_URL": "https://x.example", "HOME": str(site), "CI": "1"},
    ):
        assert built(project, extra) == without
    lines = without["api/requirements.txt"].decode().splitlines()
    assert {"acme-sdk", "numpy>=2", "opencv-python-headless", "pyyaml"} <= set(lines)

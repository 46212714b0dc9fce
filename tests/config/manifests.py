"""What a build says about its workers."""

import json
from typing import Any

from cli.project import Project


def built(project: Project, *options: str) -> dict[str, Any]:
    """Build everything and give the manifest of each worker, by endpoint."""
    result = project.flashc("src", "-o", "build", *options)
    assert result.exit_code == 0, result.err
    manifests = (project.folder / "build").glob("*/flashc.json")
    return {path.parent.name: json.loads(path.read_bytes()) for path in manifests}


def settings(project: Project, endpoint: str) -> Any:
    """Build, and give the settings of one endpoint."""
    return built(project)[endpoint]["resource"]["settings"]


def found(project: Project, *options: str) -> list[tuple[str, str, str]]:
    """Check, and give code, severity and `path:line:column` of every finding."""
    document = project.flashc("check", "src", "--format", "json", *options).document
    return [(one["code"], one["severity"], place(one["label"])) for one in document["diagnostics"]]


def place(label: Any) -> str:
    return f"{label['path']}:{label['line']}:{label['column']}" if label else ""

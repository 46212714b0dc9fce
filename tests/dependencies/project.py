"""A project with requirements, and what flashc says about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashc.cli import main

HEAD = """\
from tetra_rp import LoadBalancerSlsResource, remote

api = LoadBalancerSlsResource(name="api"{settings})


@remote(api, method="GET", path="/a"{declared})
def a():
{body}    return 1
"""
# What every worker needs, whatever the project says.
RUNTIME = (
    "fastapi>=0.165,<0.166",
    "httptools>=0.9,<0.10",
    "pydantic>=2.14,<3",
    "uvicorn>=0.54,<0.55",
    'uvloop>=0.23,<0.24; sys_platform != "win32"',
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one run gave."""

    exit_code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The severity and code of every diagnostic, in order: `error FC601`."""
        heads = (line.partition("]")[0] for line in self.err.splitlines() if "[FC" in line)
        return [head.replace("[", " ") for head in heads if " " not in head]


class Project:
    """A folder, in which flashc is run."""

    def __init__(self, folder: Path, capsys: Any) -> None:
        self.folder = folder
        self._capsys = capsys

    def place(self, **files: str) -> None:
        """Write files; `__` in a name is a slash, `_dot_` a dot, `INIT` stands for `__init__`."""
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_dot_", ".").replace(
                "INIT", "__init__"
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def serve(
        self, imports: str = "", body: str = "", declared: str = "", settings: str = ""
    ) -> None:
        """Write `src/main.py` with one endpoint, `api`."""
        text = HEAD.format(
            settings=settings,
            declared=f", dependencies={declared}" if declared else "",
            body="".join(f"    {line}\n" for line in body.splitlines()),
        )
        self.place(src__main_dot_py=imports + "\n" + text)

    def flashc(self, *arguments: str) -> Result:
        """Run in this process; nothing that a user can do may end in a traceback."""
        exit_code = main(arguments)
        shown = self._capsys.readouterr()
        assert "Traceback" not in shown.err, shown.err
        return Result(exit_code, shown.out, shown.err)

    def check(self) -> Result:
        """Run `flashc check`."""
        return self.flashc("check", "src")

    def own_lines(self, endpoint: str = "api") -> list[str]:
        """Build, and give the requirements that not every worker has."""
        result = self.flashc("src", "-o", "build", "--force")
        assert result.exit_code == 0, result.err
        text = (self.folder / f"build/{endpoint}/requirements.txt").read_text(encoding="utf-8")
        lines = text.splitlines()
        return [line for line in lines if line not in RUNTIME]

    def why(self, name: str) -> Mapping[str, Any]:
        """Ask `flashc why api NAME`, and give the answer."""
        result = self.flashc("why", "api", name, "src", "--format", "json")
        answer: Mapping[str, Any] = json.loads(result.out)["answer"]
        return answer

"""Runs in a process of its own: starts workers one after the other, each in a fork of it.

Standard input is a JSON list of `[folder, package]`; standard output one of what each said when it
failed, or null.
"""

import importlib
import json
import os
import runpy
import sys
import tempfile


def main() -> None:
    """Start all; what they have in common is imported once."""
    for name in ("fastapi", "pydantic", "uvicorn"):
        importlib.import_module(name)
    json.dump([_started(*one) for one in json.load(sys.stdin)], sys.stdout)


def _started(folder: str, package: str) -> str | None:
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if not child:
            os.dup2(said.fileno(), 2)
            os.dup2(said.fileno(), 1)
            os.chdir(folder)
            sys.path.insert(0, f"{folder}/src")
            sys.argv = ["worker", "openapi"]
            code = 1
            try:
                runpy.run_module(package, run_name="__main__")
                code = 0
            except SystemExit as end:
                code = 0 if not end.code else 1
            except BaseException as problem:  # noqa: BLE001 - whatever it is, it is the answer
                print(f"{type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return said.read() if status else None


if __name__ == "__main__":
    main()

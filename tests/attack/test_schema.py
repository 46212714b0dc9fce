"""Requests invented from each golden's OpenAPI document: what comes back is what it promises.

With `--endurance` there are a hundred times as many.
"""

import itertools
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from environments import Shared
from golden.compiling import compile_accepted
from golden.fixtures import REPLAYED, Fixture, named
from golden.worker import Worker, environment, package_of, python_of, running
from inventing import invented
from runtime.processes import PATIENCE_SECONDS, eventually

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
EXAMPLES = 5
# Its functions yield as many values as they are asked for, and who asks for 10**18 gets them.
ENDLESS = named("generators_stream_their_values")
# x to the power of y, with any y.
TAKES_FOREVER = frozenset({"POST /power"})
# They return a `Response` of their own making, of which no document can know.
OWN_RESPONSES = frozenset({"POST /things", "DELETE /things", "GET /text"})
ATTACKED = [fixture for fixture in REPLAYED if fixture is not ENDLESS]


@pytest.mark.parametrize("fixture", ATTACKED, ids=repr)
def test_answers_are_what_the_document_promises(
    fixture: Fixture, light_path: Path, shared: Shared
) -> None:
    for folder in compile_accepted(fixture, light_path).workers:
        document = document_of(folder, shared)
        with running(folder, shared, **fixture.calls[folder.name].get("environment", {})) as worker:
            Attack(folder, worker, document).run()
            assert worker.stop() == 0


def document_of(folder: Path, shared: Shared) -> dict[str, Any]:
    """Return a worker's OpenAPI document."""
    command = [str(python_of(folder, shared)), "-m", package_of(folder), "openapi"]
    run = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=True)
    document: dict[str, Any] = json.loads(run.stdout)
    return document


class Attack:
    """Everything that is sent to one worker."""

    def __init__(self, folder: Path, worker: Worker, document: dict[str, Any]) -> None:
        self._worker = worker
        self._own = own_modules(folder)
        self._schema = schemathesis.openapi.from_dict(document)
        self._numbers = itertools.count()

    def run(self) -> None:
        """Send what the document allows to every operation, and as much of what it forbids."""
        for found in self._schema.get_all_operations():
            operation = found.ok()
            if operation.label not in TAKES_FOREVER:
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    self._attack(operation, mode)

    def _attack(self, operation: Any, mode: GenerationMode) -> None:
        @invented(
            EXAMPLES,
            factor=100,
            phases=[hypothesis.Phase.generate],
            unchecked=hypothesis.HealthCheck,
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            number = f"attack-{next(self._numbers)}"
            try:
                response = case.call(
                    base_url=f"http://127.0.0.1:{self._worker.port}",
                    headers={"x-request-id": number},
                    timeout=PATIENCE_SECONDS,
                )
            except requests.exceptions.ChunkedEncodingError:
                # A generator that raises after its first value can only break off.
                self._check_failure(number)
                return
            if response.status_code >= 500:
                self._check_failure(number)
            elif operation.label not in OWN_RESPONSES:
                case.validate_response(response, checks=CHECKS)

        try:
            send()
        except hypothesis.errors.Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, operation.label

    def _check_failure(self, number: str) -> None:
        """Require that the user's own function raised, by the traceback in the log."""
        lines = rf"ERROR [^\n]* \[{number}\]\n((?:(?!\d{{4}}-\d\d-\d\dT)[^\n]*\n)*)"

        def names_the_users_own() -> bool:
            # The lines of an entry are read one by one, and the first may be there alone.
            entry = re.search(lines, self._worker.log)
            return entry is not None and any(f"/src/{each}" in entry[1] for each in self._own)

        eventually(names_the_users_own, f"a traceback of {number} that leads to the user's code")


def own_modules(folder: Path) -> list[str]:
    """Return the files of a worker that its user wrote."""
    made = (package_of(folder), "flashc_runtime", "tetra_rp", "runpod_flash")
    paths = (path.relative_to(folder / "src") for path in folder.glob("src/**/*.py"))
    return [path.as_posix() for path in paths if path.parts[0] not in made]

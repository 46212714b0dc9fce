"""`flashc ir`: what the compiler knows about the sources, as stable JSON.

`schemas/ir-v1.json` is its contract. A new field may come without a new version, another meaning or
form of a field may not.
"""

import json
from importlib.resources import files
from typing import Final

from flashc.commands import findings
from flashc.commands.ir_plan import worker_json
from flashc.commands.ir_program import program_json
from flashc.commands.ir_values import roots_of
from flashc.commands.outcome import ExitCode, Look, Outcome, out
from flashc.commands.sources import Sources, compiled_from
from flashc.driver import Compiled
from flashc.render.json import JsonObject

VERSION: Final = 1
STAGES: Final = ("program", "plan")


def ir(sources: Sources, stage: str, look: Look) -> Outcome:
    """Give one stage as a document; with an error in the sources there is none."""
    compiled = compiled_from(sources)
    document = () if compiled.failed else (out(_document(compiled, stage)),)
    return Outcome(
        exit_code=ExitCode.FINDINGS if compiled.failed else ExitCode.FINE,
        pieces=(
            *findings.reading(compiled, look),
            *findings.diagnostics(compiled, look),
            *document,
            *findings.timing(compiled.timings, look),
            *findings.tally(compiled.compilation.diagnostics, look, "nothing is given"),
        ),
    )


def schema() -> Outcome:
    """Give the schema of the documents."""
    text = files("flashc").joinpath(f"schemas/ir-v{VERSION}.json").read_text(encoding="utf-8")
    return Outcome(exit_code=ExitCode.FINE, pieces=(out(text),))


def _document(compiled: Compiled, stage: str) -> str:
    compilation = compiled.compilation
    content: JsonObject = {"version": VERSION, "stage": stage}
    roots = roots_of(compilation)
    if stage == "program":
        content["program"] = program_json(compilation, roots)
    else:
        declared = {one.resource.name: one.resource.span for one in compilation.program.endpoints}
        content["workers"] = [
            worker_json(plan, roots[declared[plan.endpoint].path]) for plan in compilation.plans
        ]
    return json.dumps(content, indent=2, allow_nan=False) + "\n"

"""`flashc why`: how a module or a distribution came into a worker."""

from flashc.commands import findings
from flashc.commands.answers import Answer, Place, answer
from flashc.commands.outcome import ExitCode, Format, Look, Outcome, Piece, out
from flashc.commands.selection import asked_about
from flashc.commands.sources import Sources, compiled_from
from flashc.commands.table import table
from flashc.compilation import Compilation
from flashc.diagnostic import Label
from flashc.driver import Compiled
from flashc.render.json import JsonObject, diagnostics_json, render_json
from flashc.render.text import place_of


def why(endpoint: str, name: str, sources: Sources, look: Look) -> Outcome:
    """Print the chains that lead to `name`; 1 if the worker does not have it. Raises `CommandError`."""
    compiled = compiled_from(sources)
    compilation = compiled.compilation
    found = None if compiled.failed else _answer(compilation, endpoint, name)
    exit_code = ExitCode.FINE if found and found.present else ExitCode.FINDINGS
    return Outcome(
        exit_code=exit_code,
        pieces=(
            *findings.reading(compiled, look),
            *(findings.diagnostics(compiled, look) if found is None else ()),
            *_results(compiled, found, look, exit_code),
            *findings.timing(compiled.timings, look),
        ),
    )


def _answer(compilation: Compilation, endpoint: str, name: str) -> Answer:
    return answer(compilation, asked_about(compilation, endpoint), name)


def _results(
    compiled: Compiled, found: Answer | None, look: Look, exit_code: ExitCode
) -> tuple[Piece, ...]:
    compilation = compiled.compilation
    if look.format is Format.JSON:
        content = diagnostics_json(compilation.diagnostics, compilation.sources)
        content["answer"] = _json(compilation, found) if found else None
        return (out(render_json("why", exit_code, content)),)
    if found is None:
        return ()
    return (out(_text(compilation, found)),)


def _text(compilation: Compilation, found: Answer) -> str:
    chains = (
        table(("  " + _shown(compilation, place), place.text) for place in chain)
        for chain in found.chains
    )
    return "\n".join((table([(found.summary,)]), *chains))


def _json(compilation: Compilation, found: Answer) -> JsonObject:
    return {
        "present": found.present,
        "summary": found.summary,
        "chains": [
            [{"place": _shown(compilation, place) or None, "text": place.text} for place in chain]
            for chain in found.chains
        ],
    }


def _shown(compilation: Compilation, place: Place) -> str:
    return place_of(Label(span=place.span), compilation.sources) if place.span else ""

"""The one document that `--format json` and `--format sarif` give."""

from collections.abc import Mapping, Sequence

from flashc.commands.outcome import ExitCode, Format, Look, Piece, out
from flashc.driver import Compiled
from flashc.render.json import JsonValue, diagnostics_json, render_json


def document(
    command: str,
    exit_code: ExitCode,
    compiled: Compiled,
    look: Look,
    content: Mapping[str, JsonValue],
    remarks: Sequence[str] = (),
) -> tuple[Piece, ...]:
    """Give the document: the diagnostics, and for JSON the `content` of the command.

    `remarks` say in words what of the content is an error: SARIF has no other place for it.
    """
    compilation = compiled.compilation
    if look.format is Format.SARIF:
        from flashc.render.sarif import render_sarif  # noqa: PLC0415 - most runs never need it

        successful = exit_code is not ExitCode.USAGE
        found, sources = compilation.diagnostics, compilation.sources
        return (out(render_sarif(found, sources, successful=successful, remarks=remarks)),)
    found_json = diagnostics_json(compilation.diagnostics, compilation.sources)
    return (out(render_json(command, exit_code, {**found_json, **content})),)

"""The entry point: arguments in, output on the two streams, exit code out. Only this module prints.

Nothing is imported at the top that takes time, so that `flashc --version` is answered at once, and
so that an interrupt during the imports is handled like any other.
"""

import gc
import os
import sys

# Type checkers read this as `typing.TYPE_CHECKING`, whose import takes longer than the version.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from flashc.commands.outcome import Outcome

_INTERRUPTED = 130
_BROKEN = 2


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command and return the exit code: 0 fine, 1 diagnostics or drift, 2 usage or internal.

    `arguments` are those of the process unless given.
    """
    if arguments is None:
        _speak_utf8()
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    # What a compile makes are trees of frozen values, which reference counting frees: the cycle
    # collector would only walk them, again and again, and take time that grows with their square.
    gc.disable()
    _prepare_streams()
    try:
        if arguments[:1] in (["--version"], ["-V"]):
            return _answer_version()
        from flashc.commands.app import run  # noqa: PLC0415

        return _show(run(arguments))
    except KeyboardInterrupt:
        _print(sys.stderr, "interrupted\n")
        return _INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the one place that may, so that nothing else does
        _print(sys.stderr, _bug_report(problem))
        return _BROKEN


def _speak_utf8() -> None:
    """Start over in UTF-8 mode where the locale reads file names as anything else.

    The names of files name modules, so a locale would decide what is compiled.
    """
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8" and not sys.flags.utf8_mode:
        again = [sys.executable, "-X", "utf8", "-m", "flashc", *sys.argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606 - our own interpreter with our own arguments


def _prepare_streams() -> None:
    """Let no character fail to be printed, and a line end be one byte on every system."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", newline="\n")


def _answer_version() -> int:
    from flashc.version import __version__  # noqa: PLC0415

    return 0 if _print(sys.stdout, f"flashc {__version__}\n") else _BROKEN


def _show(outcome: "Outcome") -> int:
    """Print the pieces of an outcome in their order."""
    from flashc.commands.outcome import Stream  # noqa: PLC0415

    printed = True
    for piece in outcome.pieces:
        stream = sys.stdout if piece.stream is Stream.OUT else sys.stderr
        printed = _print(stream, piece.text) and printed
    return int(outcome.exit_code) if printed else _BROKEN


def _print(stream: "TextIO | None", text: str) -> bool:
    """Write and flush. False when the text was lost for another reason than that nobody listens."""
    # A process may be started with a stream closed.
    if stream is None:
        return True
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        if stream is sys.stdout:
            _print(sys.stderr, f"error: cannot write to the standard output: {error.strerror}\n")
        return False
    return True


def _silence(stream: "TextIO") -> None:
    """Keep the interpreter from complaining when it flushes the stream once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _bug_report(problem: Exception) -> str:
    import platform  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    from flashc.render.visible import visible  # noqa: PLC0415
    from flashc.version import __version__  # noqa: PLC0415

    lines = [
        *"".join(traceback.format_exception(problem)).splitlines(),
        "",
        f"error: this is a bug in flashc: {type(problem).__name__}: {problem}",
        f"  = note: flashc {__version__}, Python {platform.python_version()}, {sys.platform}",
        "  = help: report it with all lines above, the command line, and a source that shows it",
    ]
    # The exception may quote the user's text.
    return "".join(visible(line) + "\n" for line in lines)

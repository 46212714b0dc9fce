"""From options, environment and terminal to a `Look`."""

import os
import sys
from collections.abc import Mapping
from typing import Any

from flashc.commands.color import wants_color
from flashc.commands.outcome import CommandError, Format, Look, Volume


def look_from(options: Mapping[str, Any]) -> Look:
    """Decide how output looks. Raises `CommandError` for options that contradict each other."""
    color, quiet, verbose = options["color"], options["quiet"], options["verbose"]
    if quiet and verbose:
        raise CommandError("--quiet and --verbose contradict each other")
    volume = Volume.QUIET if quiet else Volume.VERBOSE if verbose else Volume.NORMAL
    # A stream is None when the process was started with it closed.
    return Look(
        color_out=wants_color(color, os.environ, sys.stdout is not None and sys.stdout.isatty()),
        color_err=wants_color(color, os.environ, sys.stderr is not None and sys.stderr.isatty()),
        volume=volume,
        format=Format(options.get("format_", "text")),
    )

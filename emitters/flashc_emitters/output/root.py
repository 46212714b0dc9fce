"""Finds the folder that a build goes to."""

import os
from pathlib import Path

from flashc_emitters.output.folder import is_other
from flashc_emitters.output.problem import ProblemKind, problem


def locate(out: Path) -> Path:
    """Return the output folder, which need not exist.

    A link that the user names as the output is followed, once, so that it cannot lead elsewhere in
    the middle of a write; no other link ever is.
    """
    if not out.is_symlink():
        if is_other(out):
            raise problem(ProblemKind.NOT_A_FOLDER, out)
        return out
    if not out.is_dir():
        raise problem(ProblemKind.NOT_A_FOLDER, out, "a link that leads to no folder")
    return Path(os.path.realpath(out))

"""Links are judged by what they lead to, so that a harmless name ships nothing that stays at home."""

import os
from pathlib import Path

from flashc.project.ignored import Rules, is_ignored, rules_above, rules_in
from flashc.project.never import is_never_shipped


def why_not_shipped(path: Path, base: Path) -> str | None:
    """Say why what a link leads to must not ship in its stead, as a clause; None if it may.

    `base` is the import root, absolute and without links. What leads out of it, and what is no
    link, is not judged here.
    """
    target = Path(os.path.realpath(path))
    if target == Path(os.path.normpath(path)) or not target.is_relative_to(base):
        return None
    name = target.relative_to(base).as_posix()
    if is_never_shipped(name):
        return f"it leads to `{name}`, which may hold secrets, or belongs to a tool"
    if _is_left_out(target, base):
        return f"it leads to `{name}`, which the ignore rules leave out"
    return None


def _is_left_out(path: Path, base: Path) -> bool:
    """Tell whether the ignore rules that hold below `base` leave out a file, or a folder of its."""
    rules = [one for one in rules_above(base) if isinstance(one, Rules)]
    place = base
    for part in path.relative_to(base).parts:
        rules += [one for one in rules_in(place) if isinstance(one, Rules)]
        place /= part
        if is_ignored(place, rules, is_folder=place != path):
            return True
    return False

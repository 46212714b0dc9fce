"""Whether to colour: what the user asks for, then what the environment does, then the terminal."""

from collections.abc import Mapping


def wants_color(choice: str, environment: Mapping[str, str], is_terminal: bool) -> bool:
    """Decide for one stream; `choice` is `auto`, `always` or `never`.

    NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) count when they are not empty.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return is_terminal and environment.get("TERM") != "dumb"

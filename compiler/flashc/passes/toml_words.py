"""Words for advice: what a user may copy from a message into `flash.toml` or a command line."""

import re

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')


def toml_key(name: str) -> str:
    """Give `name` as a key: bare where it can be."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def toml_text(text: str) -> str:
    """Give `text` as a basic string."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def settled_with(advice: str, table: str | None, line: str, variable: str | None) -> str:
    """Add to `advice` what else settles a value: the lines of `flash.toml`, and the command line.

    `variable` is the variable of the environment that the source reads, `table` None where no table
    is about the place.
    """
    if variable is not None and _VARIABLE.fullmatch(variable):
        advice += f", give it with `--define {variable}=...`"
    return advice if table is None else f"{advice}, or settle it in flash.toml:\n{table}\n{line}"


def decided_with(advice: str, variables: tuple[str, ...]) -> str:
    """Add to `advice` the definitions that decide a condition for one compile."""
    if not variables or not all(_VARIABLE.fullmatch(variable) for variable in variables):
        return advice
    defines = " ".join(f"--define {variable}=..." for variable in variables)
    return f"{advice}, or decide the condition for this compile: `{defines}`"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '\\"' else f"\\u{ord(character):04x}"

"""Which command is meant: `build` where none is named."""

from collections.abc import Sequence

DEFAULT = "build"

# Options that every command takes, so that they may stand before its name; these take a value.
_WITH_VALUE = ("--color", "--format", "--config", "-A", "--allow", "-W", "--warn", "-D", "--deny")
_ALONE = ("-q", "--quiet", "-v", "--verbose", "-qv", "-vq")
_ABOUT_FLASHC = ("-h", "--help", "--version", "-V")


def with_command(arguments: Sequence[str], commands: Sequence[str]) -> list[str]:
    """Put the command's name first.

    `flashc -q check src` means `flashc check -q src`, `flashc src -o build` means
    `flashc build src -o build`.
    """
    if not arguments or arguments[0] in _ABOUT_FLASHC:
        return list(arguments)
    index = _first_word(arguments)
    if index < len(arguments) and arguments[index] in commands:
        return [arguments[index], *arguments[:index], *arguments[index + 1 :]]
    return [DEFAULT, *arguments]


def _first_word(arguments: Sequence[str]) -> int:
    """Skip the options that may stand before a command."""
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        if argument in _WITH_VALUE:
            index += 2
        elif argument in _ALONE or argument.startswith(tuple(f"{one}=" for one in _WITH_VALUE)):
            index += 1
        else:
            break
    return index

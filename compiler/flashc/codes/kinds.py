"""The kinds of entries: what flashc does with a finding unless its level is changed."""

from flashc.diagnostic import Code, Severity


def error(number: str, title: str, explanation: str) -> Code:
    """Make an error: as long as there is one, nothing is written."""
    return Code(number=number, severity=Severity.ERROR, title=title, explanation=explanation)


def error_or_warning(number: str, title: str, explanation: str) -> Code:
    """Make an error that is only a warning where it breaks no worker that is written, or may not."""
    return Code(
        number=number,
        severity=Severity.ERROR,
        title=title,
        explanation=explanation,
        milder=True,
    )


def warning(number: str, title: str, explanation: str) -> Code:
    """Make a warning: what compiles is likely not meant."""
    return Code(number=number, severity=Severity.WARNING, title=title, explanation=explanation)


def note(number: str, title: str, explanation: str) -> Code:
    """Make a note: something was decided that is good to know."""
    return Code(number=number, severity=Severity.NOTE, title=title, explanation=explanation)

"""Logging of a worker process: one record per event on standard error.

A record's first line begins with its time, every other one with four spaces, and no line of the
access log begins with a space. What a client or an exception brings into a record can so neither
look like another record nor move a terminal's cursor.
"""

import logging
import re
import time
from typing import TextIO

from flashc_runtime import access_log

log = logging.getLogger("flashc_runtime")

_MOST_CHARACTERS = 65_536
_INDENT = "    "
# Controls but for tab and line feed, ends of lines that only some programs know, and marks that
# turn the direction of writing.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class _InOrder(logging.StreamHandler[TextIO]):
    """Writes the lines of the access log before a line that was logged after them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        access_log.flush()
        super().emit(record)


class _Contained(logging.Formatter):
    """Formats a record whose text stays within it, whatever the text is."""

    def __init__(self) -> None:
        self.converter = time.gmtime
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of one record."""
        return contained(super().format(record))


def contained(text: str) -> str:
    """Return a text with its further lines indented, and what nobody sees written as escapes.

    Of more than 65,536 characters the rest is left out, and its length said.
    """
    if len(text) > _MOST_CHARACTERS:
        text = f"{text[:_MOST_CHARACTERS]}\n...({len(text) - _MOST_CHARACTERS} more characters)"
    return _UNSEEN.sub(_escaped, text).replace("\n", f"\n{_INDENT}")


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def configure_logging() -> None:
    """Send the runtime's and the server's log to standard error.

    Only these loggers are touched: how the user's own code logs is the user's business. Where
    nobody has said how, records of other loggers, the event loop's among them, are written alike.
    """
    handler = _InOrder()
    handler.setFormatter(_Contained())
    levels = {"flashc_runtime": logging.INFO, "uvicorn.error": logging.WARNING}
    for name, level in levels.items():
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.disabled = False
        logger.setLevel(level)
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(handler.formatter)

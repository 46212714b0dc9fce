"""Logging of a worker process: one line per event on standard error."""

import logging
import time
from typing import TextIO

from flashc_runtime import access_log

log = logging.getLogger("flashc_runtime")


class _InOrder(logging.StreamHandler[TextIO]):
    """Writes the lines of the access log before a line that was logged after them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        access_log.flush()
        super().emit(record)


def configure_logging() -> None:
    """Send the runtime's and the server's log to standard error.

    Only these loggers are touched: how the user's own code logs is the user's business.
    """
    handler = _InOrder()
    formatter = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    levels = {"flashc_runtime": logging.INFO, "uvicorn.error": logging.WARNING}
    for name, level in levels.items():
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.disabled = False
        logger.setLevel(level)

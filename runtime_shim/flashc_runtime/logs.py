"""Logging of a worker process: one line per event on standard error."""

import logging
import time

log = logging.getLogger("flashc_runtime")


def configure_logging() -> None:
    """Send the runtime's and the server's log to standard error.

    Only these loggers are touched: how the user's own code logs is the user's business.
    """
    handler = logging.StreamHandler()
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

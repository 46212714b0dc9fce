"""The worker's settings: environment variables with documented defaults, read once."""

from collections.abc import Mapping
from typing import NamedTuple

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})


class SettingsError(Exception):
    """A variable of the environment has a value that means nothing; the text is one line."""


class Settings(NamedTuple):
    """What a worker reads from its environment."""

    host: str = "0.0.0.0"  # noqa: S104  (a container serves on every address)
    """`HOST`: address to listen on; `::` listens on IPv4 and IPv6."""
    port: int = 8000
    """`PORT`: TCP port; 0 lets the system choose one, which the log names."""
    health_port: int | None = None
    """`PORT_HEALTH`: a second port that answers `/ping` alone; None when it is unset or `PORT`."""
    access_log: bool = False
    """`FLASH_ACCESS_LOG`: write a line of JSON for every request."""
    fast_path: bool = True
    """`FLASH_FAST_PATH`: serve plain routes without FastAPI's machinery, with the same answers."""
    slow_seconds: int = 10
    """`FLASH_SLOW_REQUEST`: log a request that takes this many seconds or more; 0 for none."""
    request_seconds: int = 330
    """`FLASH_REQUEST_TIMEOUT`: whole seconds until a response must begin, else 504; 0 for no limit.

    The default is the platform's own limit.
    """
    max_body_bytes: int = 31_457_280
    """`FLASH_MAX_BODY_BYTES`: largest request body, else 413; 0 for no limit."""
    max_inflight_bytes: int = 1_073_741_824
    """`FLASH_MAX_INFLIGHT_BYTES`: bodies of all requests being served, else 503; 0 for no limit.

    Those of up to 64 KiB do not count. A body that is larger alone is 413, as it would never fit.
    """
    max_concurrency: int = 0
    """`FLASH_MAX_CONCURRENCY`: requests served at once, else 429; 0 for no limit."""
    execute_token: str = ""
    """`FLASH_EXECUTE_TOKEN`: bearer token that `/execute` wants of everybody, wherever from."""
    idle_seconds: int = 65
    """`FLASH_IDLE_TIMEOUT`: whole seconds a connection may stay open without a request; 0: no limit.

    The default is longer than the 60 seconds after which usual proxies close a connection
    themselves, so that none is closed on which a proxy is just sending.
    """
    cancel_on_disconnect: bool = False
    """`FLASH_CANCEL_ON_DISCONNECT`: cancel an async function whose client has gone away."""
    shutdown_seconds: int = 30
    """`FLASH_SHUTDOWN_TIMEOUT`: whole seconds that requests may take to finish after SIGTERM."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings of a worker.

    Raises `SettingsError` with a line that names the variable, its value and what is expected.
    """
    port = _port(environment, "PORT", 8000)
    health_port = _port(environment, "PORT_HEALTH", port)
    return Settings(
        host=environment.get("HOST") or Settings().host,
        port=port,
        health_port=None if health_port == port else health_port,
        access_log=_flag(environment, "FLASH_ACCESS_LOG"),
        fast_path=_flag(environment, "FLASH_FAST_PATH", "1"),
        slow_seconds=_count(environment, "FLASH_SLOW_REQUEST", 10),
        request_seconds=_count(environment, "FLASH_REQUEST_TIMEOUT", 330),
        max_body_bytes=_count(environment, "FLASH_MAX_BODY_BYTES", 31_457_280),
        max_inflight_bytes=_count(environment, "FLASH_MAX_INFLIGHT_BYTES", 1_073_741_824),
        max_concurrency=_count(environment, "FLASH_MAX_CONCURRENCY", 0),
        execute_token=environment.get("FLASH_EXECUTE_TOKEN", "").strip(),
        idle_seconds=_count(environment, "FLASH_IDLE_TIMEOUT", 65),
        cancel_on_disconnect=_flag(environment, "FLASH_CANCEL_ON_DISCONNECT"),
        shutdown_seconds=_count(environment, "FLASH_SHUTDOWN_TIMEOUT", 30),
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    # str.isdigit also accepts digits of other scripts and superscripts.
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= 65535):
        raise SettingsError(f"{name} must be a port number from 0 to 65535, not {text!r}")
    return int(text)


def _flag(environment: Mapping[str, str], name: str, default: str = "") -> bool:
    text = environment.get(name, "").strip().lower() or default
    if text not in _TRUE | _FALSE:
        raise SettingsError(f"{name} must be 0 or 1, not {text!r}")
    return text in _TRUE


def _count(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise SettingsError(f"{name} must be a whole number from 0, not {text!r}")
    return int(text)

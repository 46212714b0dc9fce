"""Whose program is at the other end of a connection within this machine, as Linux tells.

Every user of a machine reaches its loopback addresses, and so does a proxy, which usually runs as a
user of its own and need not leave a trace in what it passes on.
"""

import ipaddress
import os
import sys
from pathlib import Path

_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_ROOT = 0

Address = tuple[str, int]


def is_of_our_user(client: Address | None, server: Address | None) -> bool:
    """Say whether the client's end of a connection was opened by this process's user, or by root.

    True where the system has no table of connections. False where the client's end is not in it, as
    when it is closed already: a connection that nobody owns tells nothing. Takes up to a tenth of a
    second, for which it blocks.
    """
    if client is None or server is None:
        return False
    if not Path(_TABLES[0]).exists():
        return True
    # A table that changes while it is read may show a connection only the next time.
    owner = _owner(client, server)
    owner = _owner(client, server) if owner is None else owner
    return owner in (_ROOT, os.geteuid())


def _owner(client: Address, server: Address) -> int | None:
    """Return the user whose program has the client's end open; None where none has, or is seen."""
    for table, near, far in zip(_TABLES, _forms(client), _forms(server), strict=True):
        if near and far and Path(table).exists():
            text = Path(table).read_text(encoding="ascii")
            _, found, rest = text.partition(f" {near} {far} ")
            if found:
                # State, queues, timer, retransmissions, user, timeout, inode.
                fields = rest.split(None, 7)
                return int(fields[4]) if fields[6] != "0" else None
    return None


def _forms(address: Address) -> tuple[str, str]:
    """Return how the two tables write an address: by itself for IPv4, and as one of IPv6."""
    host, port = ipaddress.ip_address(address[0]), address[1]
    plain = getattr(host, "ipv4_mapped", None) or host
    if plain.version == 6:
        return "", f"{_words(plain.packed)}:{port:04X}"
    mapped = bytes(10) + b"\xff\xff" + plain.packed
    return f"{_words(plain.packed)}:{port:04X}", f"{_words(mapped)}:{port:04X}"


def _words(packed: bytes) -> str:
    words = (packed[start : start + 4] for start in range(0, len(packed), 4))
    return "".join((w[::-1] if sys.byteorder == "little" else w).hex().upper() for w in words)

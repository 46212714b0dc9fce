"""FC3xx: routes."""

from typing import Final

from flashc.codes.kinds import error, note, warning

METHOD_AND_PATH: Final = error(
    "FC301",
    "requires both 'method' and 'path'",
    """A function on a load-balanced endpoint is reached through a route, so `@remote` needs both
parameters: `@remote(lb, method="POST", path="/api/endpoint")`.""",
)
INVALID_METHOD: Final = error(
    "FC302",
    "invalid HTTP method",
    """The method must be one of GET, POST, PUT, DELETE, PATCH, in any letter case.""",
)
PATH_WITHOUT_SLASH: Final = error(
    "FC303",
    "path must start with '/'",
    """Use absolute paths: `/api/endpoint`, not `api/endpoint`.""",
)
ROUTE_CONFLICT: Final = error(
    "FC304",
    "route conflict",
    """Two functions of one endpoint answer the same method and path, so one of them could never be
reached. Paths that differ only in the names of their parameters, such as `/u/{a}` and `/u/{b}`,
match the same requests and are in conflict too.

Change the path or the method to make each route unique.""",
)
PATH_PARAMETER_NOT_TAKEN: Final = error(
    "FC305",
    "path parameter that the function does not take",
    """The path captures a part of the address under a name, and the function has no parameter of that
name, so the value would never reach it. Rename one of the two.""",
)
RESERVED_PATH: Final = error(
    "FC306",
    "reserved path",
    """`/execute` and `/ping` belong to the runtime: the framework's endpoint for remote execution, and
the health check. No route may use them, in any letter case or with a trailing slash.""",
)
CAPTURES_RESERVED: Final = note(
    "FC307",
    "path template matches a reserved path",
    """A template such as `/{name}` would also match `/ping` or `/execute`. The runtime's routes win, so
this function never sees those two addresses.""",
)
PATH_GRAMMAR: Final = error(
    "FC308",
    "path is malformed",
    """A path is a sequence of `/` and segments of literal text and `{name}` or `{name:converter}`. It
has no query (`?`), no fragment (`#`), no white space or control characters, no empty segment and no
unbalanced brace; parameter names are Python identifiers and occur once; the converters are `str`,
`int`, `float`, `path` and `uuid`.""",
)

SLASH_TWIN: Final = warning(
    "FC309",
    "paths differ only in a trailing slash",
    """`/users` and `/users/` are two addresses, and clients mix them up. With only one of them declared the
worker redirects the other to it; with both, the two functions answer different requests.

Declare one of them.""",
)
UNREACHABLE_ROUTE: Final = error(
    "FC310",
    "route that no request reaches",
    """Other routes of the endpoint match every address that this one does. flashc registers narrower paths
before wider ones, so `/users/me` is never hidden by `/users/{id}`; here no order helps, and the function
would never run.""",
)
CROWDED_PATH: Final = error(
    "FC311",
    "path that takes too long to match",
    """Each parameter of converter `path` may take any part of an address, so a server tries every way to
share it among them. The time grows with a power of the address's length: with four of them, one request
for an address of a thousand characters may keep a worker busy for a minute. A path may hold three, and
five text parameters between two slashes, which share what is there in the same way.

Take the rest of the address as one parameter, `{rest:path}`, and part it in the function.""",
)

"""FC7xx: lints."""

from typing import Final

from flashc.codes.kinds import note, warning

UNANNOTATED_QUERY: Final = warning(
    "FC701",
    "query parameter without annotation",
    """A query is text. Without an annotation the function receives `"5"`, not `5`, when it is called
over HTTP. Annotate the parameter, with `str` if text is what you want.""",
)
BODY_ON_DELETE: Final = warning(
    "FC702",
    "DELETE with a body",
    """Many proxies and clients drop the body of a DELETE request. Use POST, or take the values from
the path or the query.""",
)

STATE_IN_ROUTE: Final = warning(
    "FC703",
    "module state changes in a route",
    """A route's function changes an object that lives in its module. Workers are started, stopped and
multiplied by the platform, and each has a copy of its own, so clients see changes come and go.

That is fine for a cache or an example. What must last belongs in a database or on a volume.""",
)
BLOCKING_IN_ASYNC: Final = warning(
    "FC704",
    "blocking call in an async route",
    """An `async def` function shares one event loop with all other requests of its worker. A call that
waits without `await` stops them all, the health check included.

Await an asynchronous counterpart, or make the function a plain `def`: it then runs in a thread.""",
)
SECRET_LITERAL: Final = warning(
    "FC705",
    "secret in the source",
    """A literal in `env=`, the default of a parameter, or a literal in its `Query(...)`, examples and
descriptions in `Annotated` included, looks like a password, token or key, by its name or by its form; or
the docstring of a route holds one, which everybody reads in the API's document. flashc leaves its value out
of what it generates, so whoever deploys the worker must set the variable; but your module ships as it is,
with the secret in it. What a model of yours documents, in its docstring or in `Field(...)`, goes from there
into the API's document, and flashc cannot leave it out.

Read it where the worker runs, and keep it out of the source: `os.environ["API_KEY"]`.""",
)
VARIABLE_NEEDED: Final = note(
    "FC706",
    "variable that a worker cannot start without",
    """A module reads a variable of the environment with `os.environ["NAME"]` while it is imported, and
the resource's `env` does not name it. Where the worker is deployed without the variable, it ends at its
start with `KeyError`. Its README and manifest name the variable.

Name it in `env` of the resource, here or in `flash.toml`, or read it with `os.environ.get("NAME")`.""",
)
NOT_AWAITED: Final = warning(
    "FC707",
    "coroutine that nobody awaits",
    """Calling an `async def` function gives a coroutine: the function runs when that is awaited. Here the coroutine
is dropped, streamed, or used as if it were what the function returns; or a route returns it, alone or in a
container, and nothing awaits what a route returns: the response is a 500.

Write `await` before the call. What hands a coroutine on, such as `asyncio.gather(f(), g())`, is fine.""",
)
UNBOUND_IN_FUNCTION: Final = warning(
    "FC708",
    "name that a function does not find",
    """A function reads a name that nothing binds: not the function, not the module around it, not Python. Or it
asks a module, an enum or a class of the project, or a module of the standard library, for something
that it does not have. The worker starts, and the call that comes to this line ends with `NameError` or
`AttributeError`: the response is a 500.

Define or import it, or correct its spelling. Nothing is reported in a `try` that expects one of the
two by its name, of an attribute also where a `try` expects anything, nor where names may come in a way
that the text does not show: `globals()`, `setattr`, `exec`, `from library import *`. Lambdas, the
patterns of `match` and what a function binds itself are not looked into.""",
)

"""FC22x to FC24x: declarations that only running the code could follow, and what to write instead."""

from typing import Final

from flashc.codes.kinds import error

ENDPOINT_MADE_AT_RUN_TIME: Final = error(
    "FC220",
    "endpoint that is made when the code runs",
    """An `Endpoint(...)` stands where only running the code could tell which endpoints there are: under
a condition, in a class, in a list or dictionary, or the class itself is handed to other code. Its
routes would be lost.

Instead of

    APIS = {"users": Endpoint(name="users"), "orders": Endpoint(name="orders")}

bind each endpoint to a name of its own at module level:

    users_api = Endpoint(name="users")
    orders_api = Endpoint(name="orders")

What differs between machines goes into flash.toml or is given with `--define`: that also decides a
condition that hangs on the environment, `if os.getenv("DEV"):`.""",
)
ROUTE_NOT_DECORATING: Final = error(
    "FC221",
    "route that cannot be followed",
    """A route of an `Endpoint` is registered in a way that flashc cannot follow: in a list, under a
condition, inside another decorator, or on something else than a function of the project. The route
would be lost.

Instead of

    ROUTES = [api.get("/x")(function)]

write it above the function

    @api.get("/x")
    def function(): ...

or apply it at module level to a function that has a name: `api.get("/x")(function)`.""",
)
ENDPOINT_MADE_IN_LOOP: Final = error(
    "FC236",
    "endpoint that is made in a loop",
    """An `Endpoint(...)` stands in a loop or a comprehension, or `map` calls it. How often that runs, and
with which names, only running the code could tell, and every round binds the same variable. Its routes
would be lost.

Instead of

    for name in ("users", "orders"):
        api = Endpoint(name=name, workers=3)

write one line for each name. What the endpoints share goes into a dictionary that is unpacked:

    COMMON = {"workers": 3}
    users = Endpoint(name="users", **COMMON)
    orders = Endpoint(name="orders", **COMMON)

Clients, `Endpoint(id=...)`, may be made anywhere.""",
)
ENDPOINT_MADE_IN_FUNCTION: Final = error(
    "FC237",
    "endpoint that a function makes",
    """An `Endpoint(...)` stands in a function. Whether and how often the function is called, only running
the code could tell, and a worker finds what it serves by names at module level. Its routes would be lost.

Instead of

    def create():
        api = Endpoint(name="users")

        @api.get("/status")
        def status(): ...

make the endpoint at module level and import it where it is needed:

    api = Endpoint(name="users")

    @api.get("/status")
    def status(): ...

A client, `Endpoint(id=...)` or `Endpoint(image=...)`, may be made anywhere.""",
)
ENDPOINT_BOUND_UNSEEN: Final = error(
    "FC238",
    "endpoint bound to a name that is computed",
    """An endpoint or a resource, or what it decorates, is bound through `globals()[...]`, `vars()[...]`,
`sys.modules[__name__]` or `setattr`. Which name that is, only running the code could tell, and a worker
finds what it serves by its name.

Instead of

    for name in ("users", "orders"):
        globals()[name] = Endpoint(name=name)(handler)

write the assignments out: `users = Endpoint(name="users")(handler)`.""",
)
ENDPOINT_NAMED_BY_PARAMETER: Final = error(
    "FC239",
    "name of an endpoint is a parameter",
    """A function makes an endpoint, or a resource that `@remote` names, and takes its name as a parameter,
so that every call declares another endpoint. Which ones there are, only running the code could tell.

Instead of

    def make(name):
        return Endpoint(name=name, workers=3)

    users = make("users")

write one line at module level for each endpoint. What the function shared between them goes into a
dictionary that is unpacked:

    COMMON = {"workers": 3}
    users = Endpoint(name="users", **COMMON)

The same holds for `LiveLoadBalancer(name=name)` and its kin.""",
)
DECORATED_IN_LOOP: Final = error(
    "FC240",
    "function that is decorated in a loop",
    """A function is defined and decorated in a loop. Every round binds the same name to another function,
and a worker, which takes functions by their names, would find the last one for every path.

Instead of

    for version in ("v1", "v2"):
        @remote(api, method="GET", path=f"/{version}/items")
        def items(): ...

write the paths out above one function:

    @remote(api, method="GET", path="/v1/items")
    @remote(api, method="GET", path="/v2/items")
    def items(): ...

and so with an `Endpoint`: `@api.get("/v1/items")`, `@api.get("/v2/items")`.""",
)
DECORATED_IN_FUNCTION: Final = error(
    "FC241",
    "function that is decorated inside another function",
    """A worker reaches your function by importing its module. A function inside another one exists only
while that runs, and whether it ever does, and how often, only running the code could tell.

Instead of

    def create(prefix):
        @remote(api, method="POST", path=prefix + "/process")
        def process(x: int): ...

    create("/v1")

define it at module level, where what was passed is a constant:

    PREFIX = "/v1"

    @remote(api, method="POST", path=PREFIX + "/process")
    def process(x: int): ...""",
)
RESOURCE_MADE_IN_LOOP: Final = error(
    "FC242",
    "resource that is made in a loop",
    """The resource that `@remote` names is made in a loop or a comprehension, so that only running the
code could tell which one it is.

Instead of

    apis = {name: LiveLoadBalancer(name=name, workersMax=3) for name in ("users", "orders")}

    @remote(apis["users"], method="GET", path="/users")
    def users(): ...

write one line for each, with what they share in a dictionary:

    COMMON = {"workersMax": 3}
    users_api = LiveLoadBalancer(name="users", **COMMON)
    orders_api = LiveLoadBalancer(name="orders", **COMMON)

    @remote(users_api, method="GET", path="/users")
    def users(): ...""",
)
RESOURCE_MADE_IN_FUNCTION: Final = error(
    "FC243",
    "resource that a call gives",
    """The resource that `@remote` names is the result of a call: of a factory, a method, or a registry.
flashc does not run code, so it does not know what comes back.

Instead of

    def make(workers):
        return LiveLoadBalancer(name="api", workersMax=workers)

    api = make(3)

write the resource out at module level, and what several share into a dictionary:

    COMMON = {"idleTimeout": 60}
    api = LiveLoadBalancer(name="api", workersMax=3, **COMMON)

A factory may still give everything else: clients, models, connections.""",
)
ROUTE_IN_LOOP: Final = error(
    "FC244",
    "route that is registered in a loop",
    """Routes are put on functions by calls in a loop, so that only running the code could tell which
there are.

Instead of

    for path, function in ROUTES.items():
        api.get(path)(function)

write each route above its function:

    @api.get("/users")
    def users(): ...

or, where the functions stand elsewhere, one call for each at module level: `api.get("/users")(users)`.
With `@remote` only the decorator is followed.""",
)
ROUTE_IN_FUNCTION: Final = error(
    "FC245",
    "route that is registered in a function",
    """A route is put on a function by a call inside a function, or the endpoint is passed to a function
that puts routes on it. Whether that runs, and with what, only running the code could tell.

Instead of

    def register(api):
        api.get("/users")(users)

    register(api)

import the endpoint where its routes are, and write each above its function:

    from endpoints import api

    @api.get("/users")
    def users(): ...""",
)

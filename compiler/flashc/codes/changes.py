"""FC22x to FC25x: what a program does to the SDK and its objects that no reading of it shows."""

from typing import Final

from flashc.codes.kinds import error, warning

SDK_CHANGED: Final = error(
    "FC227",
    "SDK changed by the program",
    """The program replaces a name of the SDK. A worker carries a stand-in for the SDK, and flashc reads
declarations by what the SDK documents, so such a change would be lost.

Instead of

    runpod_flash.remote = traced_remote

wrap what you need in a function of your own, below the decorator:

    @remote(api, method="GET", path="/x")
    @traced
    def x(): ...

and set what all endpoints share with `**COMMON`.""",
)
SDK_SUBCLASSED: Final = error(
    "FC246",
    "class of your own on top of the SDK's",
    """A class inherits from `Endpoint` or from a resource class. What its objects are is decided by its
own code, which flashc does not run, so that their routes would be lost.

Instead of

    class Small(LiveLoadBalancer):
        def __init__(self, name):
            super().__init__(name=name, workersMax=1)

    api = Small("api")

use the SDK's class itself, and a dictionary for what several endpoints share:

    SMALL = {"workersMax": 1}
    api = LiveLoadBalancer(name="api", **SMALL)

Classes on top of `NetworkVolume` and the SDK's other values are no matter of this.""",
)
DECLARED_IN_TEXT: Final = error(
    "FC247",
    "declaration in text that is executed",
    """`exec` or `eval` runs text that uses the SDK, or an endpoint of the module. flashc reads modules
and runs nothing, so what the text declares would be lost.

Instead of

    for name in ("users", "orders"):
        exec(f"@api.get('/{name}')\\ndef {name}(): ...")

write the code out:

    @api.get("/users")
    def users(): ...

    @api.get("/orders")
    def orders(): ...""",
)
SDK_REACHED_UNSEEN: Final = error(
    "FC249",
    "SDK that is reached by a call",
    """A call gives the SDK or something of it: `importlib.import_module("tetra_rp")`, `__import__`, or
`getattr(tetra_rp, name)`. What is declared with its result would be lost.

Instead of

    sdk = importlib.import_module("runpod_flash")
    api = sdk.Endpoint(name="api")

import the names, under a guard where the SDK is optional:

    try:
        from runpod_flash import Endpoint
    except ImportError:
        Endpoint = None

What declares nothing, such as `getattr(runpod_flash, "__version__")`, may be reached in any way.""",
)
RESOURCE_CHANGED: Final = error(
    "FC250",
    "resource that is changed after it is made",
    """A setting of a resource or an `Endpoint` is assigned, filled or deleted after the object was made.
flashc reads an object where it is made, so the worker would have the old setting.

Instead of

    api = LiveLoadBalancer(name="api")
    api.workersMax = 5

pass every setting at once:

    api = LiveLoadBalancer(name="api", workersMax=5)

What differs between machines goes into flash.toml, or is read from a variable that `--define` gives.""",
)
EXECUTED_UNSEEN: Final = warning(
    "FC248",
    "text that is executed is not known",
    """A module that uses the SDK executes text while it is imported, and which text that is, only running
the code could tell: it comes from a file or a function. Endpoints and routes that it declares are not
compiled.

Instead of

    exec(open("routes.py").read())

import the module: `import routes`. Where the text declares nothing, end the line with
`# flashc: ignore[FC248]`.""",
)

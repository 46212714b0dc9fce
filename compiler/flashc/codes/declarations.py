"""FC2xx: declarations."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, note, warning

NOTHING_DECLARED: Final = error(
    "FC201",
    "nothing declared",
    """No function in the sources carries `@remote(...)` of `tetra_rp` or `runpod_flash`, or a route of
an `Endpoint`, so there is nothing to compile. The message lists each file and why it declares
nothing. Decorators are found through imports: a `remote` that comes from somewhere else is not ours,
and an `Endpoint(id=...)` or `Endpoint(image=...)` is a client that declares nothing.""",
)
UNKNOWN_RESOURCE: Final = error(
    "FC202",
    "resource cannot be resolved",
    """The first argument of `@remote` must lead to a resource such as `LiveLoadBalancer(name="api")`:
written in place, or bound to a module-level name here or in another module of the project. flashc
does not run code, so a resource that a condition chooses is unknown to it, unless `--define` decides
the condition.

Assign the resource once, at module level, and pass that name.""",
)
NAME_NOT_CONSTANT: Final = error_or_warning(
    "FC203",
    "endpoint name is not a constant",
    """The endpoint's name decides what is written where, so it must be known without running code: a
string literal, or a module constant, f-string or concatenation made of such.""",
)
METHOD_NOT_CONSTANT: Final = error(
    "FC204",
    "method is not a constant",
    """The HTTP method must be known without running code: a string literal, or a constant of this or
another module of the project that is assigned once.""",
)
PATH_NOT_CONSTANT: Final = error(
    "FC205",
    "path is not a constant",
    """The path must be known without running code: a string literal, or a constant, f-string or
concatenation of constants of this or another module of the project, each assigned once.""",
)
ARGUMENT_NOT_CONSTANT: Final = error_or_warning(
    "FC206",
    "argument is not a constant",
    """`dependencies`, `system_dependencies`, `local` and `accelerate_downloads` decide what the image
holds, so they must be known without running code: literals, or constants made of literals.""",
)
UNKNOWN_ARGUMENT: Final = error_or_warning(
    "FC207",
    "unknown argument",
    """`remote` and the resource classes take the arguments that the API documents, and no others. An
unknown one is most often a typo, and would be lost silently if it were let through.""",
)
NOT_AT_MODULE_LEVEL: Final = error(
    "FC208",
    "function is not at module level",
    """A worker reaches your function by importing its module, so the function must be defined at
module level, once, under one name: not in a class body, not under a condition.

A condition that hangs on the environment is decided for one compile with `--define NAME=value`.""",
)
NO_FUNCTIONS: Final = note(
    "FC209",
    "resource without functions",
    """A resource or `Endpoint` is declared, but no function is decorated with it, so no worker is
written for it. Decorate a function, or remove it.""",
)
QUEUE_NOT_EMITTED: Final = note(
    "FC210",
    "queue endpoint is not emitted yet",
    """Queue-based endpoints (`LiveServerless`, `ServerlessEndpoint`, their CPU variants, and an
`Endpoint` that decorates a function or class itself) are read and checked, but this version writes
no worker for them. Load-balanced endpoints of the same sources are compiled all the same: an import
that nothing provides, or whatever else would break only a queue's worker, is a warning until then.
`flashc ir --stage program` shows what each would hold, and `flashc why` how it came there.""",
)
WRONG_ARGUMENT_TYPE: Final = error_or_warning(
    "FC211",
    "argument has the wrong type",
    """The argument's value is known, but is of another type than the API takes: `method` and `path`
are strings, `dependencies` and `system_dependencies` lists of strings.""",
)
CLASS_ON_LOAD_BALANCER: Final = error(
    "FC212",
    "class on a load-balanced endpoint",
    """A load-balanced endpoint has routes, and a route is a function. Classes belong to queue-based
endpoints.

Decorate functions, each with its method and path; they may share an object at module level.""",
)
REMOTE_WITHOUT_RESOURCE: Final = error(
    "FC213",
    "remote without a resource",
    """`@remote` needs the resource on which the function runs as its first argument, or as
`resource_config=`: `@remote(api, method="POST", path="/x")`.""",
)
SETTING_UNKNOWN: Final = warning(
    "FC214",
    "setting is not known before it runs",
    """A field of the resource depends on something that only running the code could tell, such as an
environment variable. The worker does not need it, so it is compiled; the manifest does not state
the field, and whoever deploys the worker must.""",
)
FIELD_NOT_KNOWN: Final = error_or_warning(
    "FC235",
    "hardware or image is not known before it runs",
    """What a worker runs on must be known without running the code: its image and Python for the compile,
GPUs and CPUs because a deployment would take others in silence. A variable of the environment has
no value in a compile, and its default in the source would be a guess.

Write the value out, settle it in flash.toml, or give the variable a value for this compile:
`--define GPU=ADA_24`.""",
)
REMOTE_NOT_DECORATING: Final = error(
    "FC215",
    "remote is not used as a decorator",
    """`remote(...)` is called here in a way that flashc cannot follow: its result is kept, passed on or
applied by hand. The function behind it would be lost.

Write it as a decorator above the function.""",
)
OTHER_DIALECT: Final = warning(
    "FC216",
    "declaration of another API",
    """This file declares endpoints with a form of the API that this version does not compile yet:
`runpod.App`. What it declares with `@remote` or `Endpoint` is compiled; those declarations are not.""",
)

ENDPOINT_MIXED: Final = error(
    "FC222",
    "both forms on one Endpoint",
    """An endpoint object either has routes (`@api.get("/x")`, load-balanced) or runs one function or
class (`@api`, queue-based). The API refuses an object that is used in both ways.

Make a second `Endpoint(...)` with a name of its own.""",
)
CLIENT_DECORATES: Final = error(
    "FC223",
    "client used as a decorator",
    """`Endpoint(id=...)` and `Endpoint(image=...)` are clients: what they name runs elsewhere, from an
image that exists already. They are called (`await ep.post("/x", {...})`, `await ep.run({...})`) and
declare no functions of yours.

Use `Endpoint(name=...)` without `id=` and `image=` for your own code.""",
)
ARGUMENTS_EXCLUDE: Final = error_or_warning(
    "FC224",
    "arguments that exclude each other",
    """`gpu=` and `cpu=` cannot both be given: an endpoint runs on one or the other. Neither can `id=`
and `image=`: the first connects to an endpoint that exists, the second is about a new one.""",
)
ENDPOINT_VALUE: Final = error_or_warning(
    "FC225",
    "value that the API refuses",
    """The argument's value is known, and `Endpoint` raises an error for it when the module is imported:
a count of workers below zero or with more at least than at most, a CPU instance that does not exist,
a GPU as text.""",
)
NOT_IN_SDK: Final = error_or_warning(
    "FC226",
    "name that the SDK does not have",
    """The module uses a name that the SDK does not define, most often a typo: something to import, a part
of its packages, or a member of an enumeration, such as `GpuGroup.ADA_99`. The import or the use of it
fails when the worker starts, or when the line runs.""",
)
DEPLOYED_COMPILED: Final = note(
    "FC228",
    "the deployed resource is compiled",
    """A condition chooses between a development variant, such as `LiveLoadBalancer`, and the deployed
resource of the same name. A worker is what is deployed, so the deployed resource's settings are
compiled, and the worker has no `/execute`. Any other choice between resources is an error.""",
)

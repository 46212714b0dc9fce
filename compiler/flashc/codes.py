"""The catalogue of diagnostics. Numbers are literal, never reused and never renumbered.

FC1xx reading and syntax, FC2xx declarations, FC3xx routes, FC4xx signatures, FC5xx resources,
FC6xx modules and dependencies, FC65x configuration, FC7xx lints. `flashc explain FCnnn` prints an
entry.
"""

from typing import Final

from flashc.diagnostic import Code, Severity


def _error(number: str, title: str, explanation: str) -> Code:
    return Code(number=number, severity=Severity.ERROR, title=title, explanation=explanation)


def _warning(number: str, title: str, explanation: str) -> Code:
    return Code(number=number, severity=Severity.WARNING, title=title, explanation=explanation)


def _note(number: str, title: str, explanation: str) -> Code:
    return Code(number=number, severity=Severity.NOTE, title=title, explanation=explanation)


# --- FC1xx: reading and syntax ---

NO_PYTHON_FILES: Final = _error(
    "FC101",
    "no Python files",
    """The sources that you named hold no file ending in `.py`. flashc reads folders recursively and
leaves out hidden folders, virtual environments, caches and the output folder.

Name the folder that holds your modules, or the modules themselves: `flashc src/ -o build/`.""",
)
UNREADABLE: Final = _error(
    "FC102",
    "a file cannot be read",
    """The operating system refused to give the file's content. Check its permissions, and that it is
a regular file. Nothing is compiled as long as one of the sources is missing, because a route in it
would be lost without a word.""",
)
NOT_TEXT: Final = _error(
    "FC103",
    "a file is not text",
    """Python source is UTF-8 unless its first or second line declares another encoding (PEP 263,
`# -*- coding: latin-1 -*-`). This file holds bytes that its encoding does not have, a NUL
character, or declares an encoding that does not exist.

Save the file as UTF-8, or declare the encoding in which it is written.""",
)
SYNTAX: Final = _error(
    "FC104",
    "syntax error",
    """Python would refuse to import this file. The other files are still checked; what this file
declares is not, so mend it first and look at the routes again.""",
)
SYNTAX_DOUBTFUL: Final = _warning(
    "FC105",
    "syntax that could not be confirmed",
    """One of the two parsers that flashc uses refuses this file and the other accepts it. Either the
file uses syntax newer than the Python that runs flashc, which is fine, or it holds a mistake that
only the newer Python would find. Run flashc with the Python that you deploy with to be sure.""",
)

# --- FC2xx: declarations ---

NOTHING_DECLARED: Final = _error(
    "FC201",
    "nothing declared",
    """No function in the sources carries `@remote(...)` of `tetra_rp` or `runpod_flash`, or a route of
an `Endpoint`, so there is nothing to compile. The message lists each file and why it declares
nothing. Decorators are found through imports: a `remote` that comes from somewhere else is not ours,
and an `Endpoint(id=...)` or `Endpoint(image=...)` is a client that declares nothing.""",
)
UNKNOWN_RESOURCE: Final = _error(
    "FC202",
    "resource cannot be resolved",
    """The first argument of `@remote` must lead to a resource such as `LiveLoadBalancer(name="api")`:
written in place, or bound to a module-level name here or in another module of the project. flashc
does not run code, so a resource made by a function, in a loop or under a condition is unknown to it.

Assign the resource once, at module level, and pass that name.""",
)
NAME_NOT_CONSTANT: Final = _error(
    "FC203",
    "endpoint name is not a constant",
    """The endpoint's name decides what is written where, so it must be known without running code: a
string literal, or a module constant, f-string or concatenation made of such.""",
)
METHOD_NOT_CONSTANT: Final = _error(
    "FC204",
    "method is not a constant",
    """The HTTP method must be known without running code: a string literal, or a constant of this or
another module of the project that is assigned once.""",
)
PATH_NOT_CONSTANT: Final = _error(
    "FC205",
    "path is not a constant",
    """The path must be known without running code: a string literal, or a constant, f-string or
concatenation of constants of this or another module of the project, each assigned once.""",
)
ARGUMENT_NOT_CONSTANT: Final = _error(
    "FC206",
    "argument is not a constant",
    """`dependencies`, `system_dependencies`, `local` and `accelerate_downloads` decide what the image
holds, so they must be known without running code: literals, or constants made of literals.""",
)
UNKNOWN_ARGUMENT: Final = _error(
    "FC207",
    "unknown argument",
    """`remote` and the resource classes take the arguments that the API documents, and no others. An
unknown one is most often a typo, and would be lost silently if it were let through.""",
)
NOT_AT_MODULE_LEVEL: Final = _error(
    "FC208",
    "function is not at module level",
    """A worker reaches your function by importing its module, so the function must be defined at
module level: not inside another function, not in a class body, not under a condition.""",
)
NO_FUNCTIONS: Final = _note(
    "FC209",
    "resource without functions",
    """A resource or `Endpoint` is declared, but no function is decorated with it, so no worker is
written for it. Decorate a function, or remove it.""",
)
QUEUE_NOT_EMITTED: Final = _note(
    "FC210",
    "queue endpoint is not emitted yet",
    """Queue-based endpoints (`LiveServerless`, `ServerlessEndpoint`, their CPU variants, and an
`Endpoint` that decorates a function or class itself) are read and checked, but this version writes
no worker for them. Load-balanced endpoints of the same sources are compiled all the same.""",
)
WRONG_ARGUMENT_TYPE: Final = _error(
    "FC211",
    "argument has the wrong type",
    """The argument's value is known, but is of another type than the API takes: `method` and `path`
are strings, `dependencies` and `system_dependencies` lists of strings.""",
)
CLASS_ON_LOAD_BALANCER: Final = _error(
    "FC212",
    "class on a load-balanced endpoint",
    """A load-balanced endpoint has routes, and a route is a function. Classes belong to queue-based
endpoints.

Decorate functions, each with its method and path; they may share an object at module level.""",
)
REMOTE_WITHOUT_RESOURCE: Final = _error(
    "FC213",
    "remote without a resource",
    """`@remote` needs the resource on which the function runs as its first argument, or as
`resource_config=`: `@remote(api, method="POST", path="/x")`.""",
)
SETTING_UNKNOWN: Final = _warning(
    "FC214",
    "setting is not known before it runs",
    """A field of the resource depends on something that only running the code could tell, such as an
environment variable. The worker does not need it, so it is compiled; the manifest does not state
the field, and whoever deploys the worker must.""",
)
REMOTE_NOT_DECORATING: Final = _error(
    "FC215",
    "remote is not used as a decorator",
    """`remote(...)` is called here in a way that flashc cannot follow: its result is kept, passed on or
applied by hand. The function behind it would be lost.

Write it as a decorator above the function.""",
)
OTHER_DIALECT: Final = _warning(
    "FC216",
    "declaration of another API",
    """This file declares endpoints with a form of the API that this version does not compile yet:
`runpod.App`. What it declares with `@remote` or `Endpoint` is compiled; those declarations are not.""",
)

ENDPOINT_MADE_AT_RUN_TIME: Final = _error(
    "FC220",
    "endpoint that is made when the code runs",
    """An `Endpoint(...)` stands where only running the code could tell which endpoints there are: in a
function, in a loop, under a condition, in a list or dictionary. Its routes would be lost.

Bind each endpoint to a name of its own at module level. A loop over names becomes one line for each
name; what the endpoints share goes into a dictionary that is unpacked: `Endpoint(name="a", **COMMON)`.""",
)
ROUTE_NOT_DECORATING: Final = _error(
    "FC221",
    "route that cannot be followed",
    """A route of an `Endpoint` is registered in a way that flashc cannot follow: in a loop, in a
function, or on something else than a function of the project. The route would be lost.

Write it above the function, `@api.get("/x")`, or apply it at module level to a function that has a
name: `api.get("/x")(function)`.""",
)
ENDPOINT_MIXED: Final = _error(
    "FC222",
    "both forms on one Endpoint",
    """An endpoint object either has routes (`@api.get("/x")`, load-balanced) or runs one function or
class (`@api`, queue-based). The API refuses an object that is used in both ways.

Make a second `Endpoint(...)` with a name of its own.""",
)
CLIENT_DECORATES: Final = _error(
    "FC223",
    "client used as a decorator",
    """`Endpoint(id=...)` and `Endpoint(image=...)` are clients: what they name runs elsewhere, from an
image that exists already. They are called (`await ep.post("/x", {...})`, `await ep.run({...})`) and
declare no functions of yours.

Use `Endpoint(name=...)` without `id=` and `image=` for your own code.""",
)
ARGUMENTS_EXCLUDE: Final = _error(
    "FC224",
    "arguments that exclude each other",
    """`gpu=` and `cpu=` cannot both be given: an endpoint runs on one or the other. Neither can `id=`
and `image=`: the first connects to an endpoint that exists, the second is about a new one.""",
)
ENDPOINT_VALUE: Final = _error(
    "FC225",
    "value that the API refuses",
    """The argument's value is known, and `Endpoint` raises an error for it when the module is imported:
a count of workers below zero or with more at least than at most, a CPU instance that does not exist,
a GPU as text.""",
)
NOT_IN_SDK: Final = _error(
    "FC226",
    "name that the SDK does not have",
    """The module uses a name that the SDK does not define, most often a typo. The import or the use of
it fails when the worker starts.""",
)
SDK_CHANGED: Final = _error(
    "FC227",
    "SDK changed by the program",
    """The program replaces a name of the SDK. A worker carries a stand-in for the SDK, and flashc reads
declarations by what the SDK documents, so such a change would be lost.

Wrap what you need in a function or class of your own.""",
)

# --- FC3xx: routes ---

METHOD_AND_PATH: Final = _error(
    "FC301",
    "requires both 'method' and 'path'",
    """A function on a load-balanced endpoint is reached through a route, so `@remote` needs both
parameters: `@remote(lb, method="POST", path="/api/endpoint")`.""",
)
INVALID_METHOD: Final = _error(
    "FC302",
    "invalid HTTP method",
    """The method must be one of GET, POST, PUT, DELETE, PATCH, in any letter case.""",
)
PATH_WITHOUT_SLASH: Final = _error(
    "FC303",
    "path must start with '/'",
    """Use absolute paths: `/api/endpoint`, not `api/endpoint`.""",
)
ROUTE_CONFLICT: Final = _error(
    "FC304",
    "route conflict",
    """Two functions of one endpoint answer the same method and path, so one of them could never be
reached. Paths that differ only in the names of their parameters, such as `/u/{a}` and `/u/{b}`,
match the same requests and are in conflict too.

Change the path or the method to make each route unique.""",
)
PATH_PARAMETER_NOT_TAKEN: Final = _error(
    "FC305",
    "path parameter that the function does not take",
    """The path captures a part of the address under a name, and the function has no parameter of that
name, so the value would never reach it. Rename one of the two.""",
)
RESERVED_PATH: Final = _error(
    "FC306",
    "reserved path",
    """`/execute` and `/ping` belong to the runtime: the framework's endpoint for remote execution, and
the health check. No route may use them, in any letter case or with a trailing slash.""",
)
CAPTURES_RESERVED: Final = _note(
    "FC307",
    "path template matches a reserved path",
    """A template such as `/{name}` would also match `/ping` or `/execute`. The runtime's routes win, so
this function never sees those two addresses.""",
)
PATH_GRAMMAR: Final = _error(
    "FC308",
    "path is malformed",
    """A path is a sequence of `/` and segments of literal text and `{name}` or `{name:converter}`. It
has no query (`?`), no fragment (`#`), no white space or control characters, no empty segment and no
unbalanced brace; parameter names are Python identifiers and occur once; the converters are `str`,
`int`, `float`, `path` and `uuid`.""",
)

SLASH_TWIN: Final = _warning(
    "FC309",
    "paths differ only in a trailing slash",
    """`/users` and `/users/` are two addresses, and clients mix them up. With only one of them declared the
worker redirects the other to it; with both, the two functions answer different requests.

Declare one of them.""",
)

# --- FC4xx: signatures ---

UNSUPPORTED_PARAMETER: Final = _error(
    "FC401",
    "parameter that HTTP cannot fill",
    """The values of a request have names, so a positional-only parameter or `*args` cannot receive
one. On GET and DELETE the same holds for `**kwargs`, which would swallow any query.""",
)
BODY_ON_GET: Final = _error(
    "FC402",
    "parameter needs a body",
    """A GET request has no body, and this parameter's type (a dictionary, a model, a nested list)
cannot be written in a query.

Use `method="POST"`, or take scalars and lists of scalars.""",
)
PATH_PARAMETER_TYPE: Final = _error(
    "FC403",
    "path parameter has a type that one segment cannot hold",
    """A path parameter is one piece of text, so its type must be a scalar: `str`, `int`, `float`,
`bool`, `Decimal`, `date`, `datetime`, `UUID`, an `Enum` or a `Literal`.""",
)
UNKNOWN_ANNOTATION: Final = _warning(
    "FC404",
    "annotation cannot be resolved",
    """flashc could not find out what this annotation means, so the value is passed on as it was sent
(`Any`), without validation.""",
)
PATH_PARAMETER_DEFAULT: Final = _warning(
    "FC405",
    "default of a path parameter is never used",
    """A path parameter is always present when the route matches, so its default has no effect over
HTTP. It still counts when the function is called directly.""",
)
NOT_SUPPORTED_YET: Final = _error(
    "FC406",
    "parameter kind is not supported",
    """The parameter is of a kind that belongs to FastAPI or Starlette and that a route of a worker
cannot have, such as a `WebSocket`. Nothing is guessed: the compile stops.""",
)

MIXED_BODY: Final = _error(
    "FC407",
    "two ways to take the body",
    """A parameter with `Body()`, `Form()` or `File()` gets the body as FastAPI would give it; a plain
parameter gets its key of a JSON object. One request cannot be both.

Write all parameters of the body one way.""",
)

# --- FC5xx: resources ---

NAME_MISSING: Final = _error(
    "FC501",
    "endpoint has no name",
    """A resource needs `name="..."`: it names the endpoint, its folder and its package.""",
)
NAME_UNUSABLE: Final = _error(
    "FC502",
    "endpoint name is not a portable file name",
    """The name becomes a folder, so it must be a plain file name on every system: not empty, no `/`,
`\\`, `:`, `*`, `?`, `"`, `<`, `>`, `|` or control characters, no leading dot, no trailing dot or
space, at most 100 characters, and not a device name of Windows such as `con` or `nul`.""",
)
NAME_TAKEN: Final = _error(
    "FC503",
    "two endpoints share a name",
    """Two resources have the same name, or names that become the same folder or package after
normalisation (letter case, punctuation), but are not the same declaration. One would overwrite the
other.

Give them different names, or declare the resource once and import it.""",
)
INVALID_DEPENDENCY: Final = _error(
    "FC504",
    "dependency is not a requirement",
    """Each entry of `dependencies` is one PEP 508 requirement, such as `numpy`, `torch>=2` or
`pillow[webp]==11.*`. Options of pip, shell text and several requirements in one string are not.""",
)
INVALID_SYSTEM_DEPENDENCY: Final = _error(
    "FC505",
    "system dependency is not a Debian package name",
    """Each entry of `system_dependencies` is one Debian package, such as `ffmpeg`, with `=version` where
you need one. Names are lower-case letters, digits, `+`, `-` and `.`.""",
)
PLATFORM_IMAGE: Final = _note(
    "FC506",
    "the platform's runtime image is not a base",
    """`imageName` names one of the platform's own runtime images. They contain the SDK's handler, not a
plain Python, so the worker's image is built on a slim Python image instead. An image of your own
becomes the worker's base.""",
)

INVALID_VARIABLE: Final = _error(
    "FC507",
    "environment variable that no system can hold",
    """A variable has a name that is not empty and holds no `=` and no NUL, and its value is text without
NUL. The worker sets them before your modules are imported, and would not start with this one.""",
)
QUEUE_SCALER: Final = _error(
    "FC508",
    "queue scaler on a load-balanced endpoint",
    """A load-balanced endpoint has no queue, so the platform scales it by the number of requests
(`REQUEST_COUNT`) and refuses any other scaler.""",
)

# --- FC6xx: modules and dependencies ---

CANNOT_IMPORT: Final = _error(
    "FC601",
    "module cannot be imported",
    """An import leads to a module that is neither part of the project, nor of anything that the worker
installs. In the worker the import would fail.

Check the spelling and the import root (`--root`); add the missing module to the sources. Where it is
not the project's own, declare what provides it: in `dependencies` at the function, or in
`requirements.txt` or `pyproject.toml`.""",
)
SHADOWS: Final = _error(
    "FC602",
    "module would hide another one",
    """A module of yours has the import name of something that every worker needs: the standard
library, FastAPI and its parts, `flashc_runtime`, or the worker's own package. In the worker, Python
would import yours instead.

Rename the module.""",
)
REQUIREMENTS_UNREADABLE: Final = _error(
    "FC603",
    "requirements cannot be read",
    """A line of `requirements.txt`, an entry of `pyproject.toml` or a lock file says something that
flashc cannot read, or names a file that is not there. The requirements of a worker would be
incomplete without it.

flashc reads `requirements.txt` with the files that it names (`-r`, `-c`), `pyproject.toml`, `uv.lock`
and `poetry.lock`, from a module's folder upwards; of each name the nearest counts.""",
)
REQUIREMENTS_CONTRADICT: Final = _error(
    "FC604",
    "requirements contradict each other",
    """Two places limit a distribution in ways that no version satisfies: `dependencies` of functions that
share an endpoint, the project's requirements, constraints and lock files.

Make them agree. A lock file that is older than the requirements is brought up to date by the tool that
wrote it.""",
)
RUNTIME_CONTRADICTED: Final = _error(
    "FC605",
    "requirement that workers cannot run with",
    """The code of every worker stands on one series of FastAPI, uvicorn and pydantic, and is tested with
it. A requirement of the project asks for another version of one of them.

Widen the requirement. A lock file alone does not decide: then the worker takes the version that it
needs, with a warning.""",
)
LINE_LEFT_OUT: Final = _note(
    "FC606",
    "line of the requirements is left out",
    """Options of pip, folders of the machine and single hashes have no place in a worker's requirements.
Above all no address of an index is ever written: give it to pip where the image is built.""",
)
REQUIREMENT_ASSUMED: Final = _warning(
    "FC607",
    "requirement was added",
    """A module imports a well-known distribution that is written down nowhere. Without it the worker would
end at its start, so it is added, in any version.

Write it down, with the versions that you tested: in `dependencies` at the function, or in the
project's `requirements.txt` or `pyproject.toml`.""",
)
OPTIONAL_IMPORT: Final = _note(
    "FC608",
    "import that is not provided",
    """An import may fail without harm: in a `try` that catches `ImportError`, under `TYPE_CHECKING`, under
a test for the machine. Or the endpoint has an image of its own that may hold it. So nothing is added.

If the worker needs it, declare it: in `dependencies` at the function, or in the project's
requirements.""",
)
LOCAL_DISTRIBUTION: Final = _error(
    "FC609",
    "import from a folder of the machine",
    """A module imports something that the project takes from a path or a workspace. A worker is complete
by itself, so its image cannot install that folder.

Choose an import root that holds those modules too (`--root`): then they ship with the worker.""",
)
PASSWORD_IN_ADDRESS: Final = _error(
    "FC610",
    "password in an address",
    """The address of a requirement holds a password or token. A worker's requirements are committed, built
into images and read by many, so flashc does not write it down.

Put a variable in its place, `https://${TOKEN}@host/...`: pip replaces it where it installs.""",
)
SDK_LEFT_OUT: Final = _note(
    "FC611",
    "SDK is left out",
    """`dependencies` names the SDK. A worker does not need it: it ships a small stand-in that has the SDK's
names, so that your modules import as they are.""",
)
REQUIREMENT_UNUSED: Final = _note(
    "FC612",
    "requirement that no endpoint needs",
    """A worker installs what its functions declare, what its modules import, and what these load. The
project requires more, and no endpoint needs it, as far as imports tell.

What is loaded without an import, such as a plug-in, is declared in `dependencies` at the function.""",
)
PROVIDER_UNCERTAIN: Final = _warning(
    "FC613",
    "requirement that may provide an import",
    """No requirement is called like the imported module, but there are some of which flashc does not know
what they hold. They are installed, so that the worker runs if one of them provides it.

Settle it in `flash.toml`: `[imports]`, and a line with the module and the requirement.""",
)
CANNOT_IMPORT_NAME: Final = _error(
    "FC614",
    "name cannot be imported",
    """A from-import takes a name from a module of the project that binds no such name and has no submodule
of that name. Where the import runs, it raises `ImportError`.

Nothing is reported where the module could get the name in a way that the text does not show:
`__getattr__`, `import *` from a library, `globals()` and the like.""",
)
NOT_LOCKED: Final = _error(
    "FC615",
    "requirements cannot be locked",
    """`--lock` asks uv for the exact versions and hashes of everything that a worker installs. uv is not
there, or found no versions that fit together; its own words are in the message.

Every distribution needs a wheel for the image's Python and platform: flashc builds none while it
compiles, because that would run code of strangers. What comes from a repository has no hash.""",
)
DATA_NOT_SHIPPED: Final = _warning(
    "FC616",
    "data file does not ship",
    """A module opens a file that flashc leaves at home: it may hold secrets (`.env`, keys), is a link that
leaves the import root, cannot be read, or is larger than 10 MiB. In the worker it is not there.

A large file ships when flash.toml lists it under `include`.""",
)
DATA_FROM_WORKING_FOLDER: Final = _warning(
    "FC617",
    "data file depends on the working folder",
    """A module opens a file by a relative path, which Python seeks in the folder that the process was
started in. The file ships below the worker's `src/`, but a worker does not start there.

Start from the module instead: `Path(__file__).parent / "labels.json"` is right everywhere.""",
)

# --- FC65x: configuration ---

CONFIG_UNREADABLE: Final = _error(
    "FC650",
    "flash.toml cannot be read",
    """The file exists, but its content could not be had: the operating system refused, or it is not
UTF-8, as TOML must be. Nothing is compiled without it, because a setting in it would be lost without
a word.""",
)
CONFIG_SYNTAX: Final = _error(
    "FC651",
    "flash.toml is not valid TOML",
    """The file breaks the rules of TOML 1.0 (toml.io). Usual causes: text without quotes, a table or key
that is defined twice, a value that goes on in the next line.""",
)
CONFIG_UNKNOWN_KEY: Final = _error(
    "FC652",
    "unknown key in flash.toml",
    """A key or table that flashc does not know is most often a typo, and would be lost silently if it
were let through.

At the top: `python`, `root`, `[lints]`, `[imports]`, `[endpoint.NAME]`, `[resource."module:variable"]`
and `[function."module:function"]`.""",
)
CONFIG_WRONG_VALUE: Final = _error(
    "FC653",
    "wrong value in flash.toml",
    """The value has another type than the key takes, or lies outside of what it allows.""",
)
CONFIG_NOT_DECLARED: Final = _error(
    "FC654",
    "flash.toml names what the sources do not declare",
    """A table is about an endpoint, a resource or a function, and the sources hold none of that name.
Where a similar name exists, it is an error. Where none does, it is a warning for an endpoint, because
the file may also be about sources that were not named in this run.

`[endpoint.NAME]` takes the name of an endpoint. `[resource."module:variable"]` takes a module's
dotted name and the variable that the resource is assigned to, `[function."module:function"]` the name
of a decorated function.""",
)
CONFIG_CONTRADICTION: Final = _error(
    "FC655",
    "contradiction in flash.toml",
    """Two values cannot both hold: more workers at least than at most, a GPU for a resource that runs on
CPUs, a name or a path for something whose name or path the source states already.""",
)
CONFIG_INCLUDE: Final = _error(
    "FC656",
    "included files cannot be shipped",
    """`include` lists files that the endpoint's worker needs besides its modules, as patterns from the
folder of `flash.toml`: `data/words.txt`, `data/*.json`, `models/**`. The files must lie below the
import root, because that is what a worker's `src/` folder mirrors.

Files that hold secrets (`.env`, keys) or belong to tools (`.git`, caches) are never shipped: what a
wildcard matches of them is left out, and naming one is an error.""",
)
NOT_A_LINT: Final = _error(
    "FC657",
    "not a finding that can be switched",
    """Levels apply to warnings and notes: `[lints]` in flash.toml, `--allow`, `--warn` and `--deny`, and
`# flashc: ignore[FC701]` at the end of a line. Errors cannot be switched off or made milder, because
the worker would not do what the source says.""",
)
IGNORED_NOTHING: Final = _warning(
    "FC658",
    "comment that ignores nothing",
    """A `# flashc: ignore[...]` names a code that is not reported for its line, so it hides nothing.
Left there, it would hide the next one of that kind.

Remove the comment, or move it to the line that the finding points at.""",
)
CONFIG_NOT_USED: Final = _warning(
    "FC659",
    "flash.toml that is not used",
    """One `flash.toml` applies to a run: the nearest to the sources, upwards. This one lies deeper, beside
some of the sources only, and is left out.

Compile that part by itself, or name the file with `--config`.""",
)

# --- FC7xx: lints ---

UNANNOTATED_QUERY: Final = _warning(
    "FC701",
    "query parameter without annotation",
    """A query is text. Without an annotation the function receives `"5"`, not `5`, when it is called
over HTTP. Annotate the parameter, with `str` if text is what you want.""",
)
BODY_ON_DELETE: Final = _warning(
    "FC702",
    "DELETE with a body",
    """Many proxies and clients drop the body of a DELETE request. Use POST, or take the values from
the path or the query.""",
)

STATE_IN_ROUTE: Final = _warning(
    "FC703",
    "module state changes in a route",
    """A route's function changes an object that lives in its module. Workers are started, stopped and
multiplied by the platform, and each has a copy of its own, so clients see changes come and go.

That is fine for a cache or an example. What must last belongs in a database or on a volume.""",
)
BLOCKING_IN_ASYNC: Final = _warning(
    "FC704",
    "blocking call in an async route",
    """An `async def` function shares one event loop with all other requests of its worker. A call that
waits without `await` stops them all, the health check included.

Await an asynchronous counterpart, or make the function a plain `def`: it then runs in a thread.""",
)
SECRET_LITERAL: Final = _warning(
    "FC705",
    "secret in the source",
    """A literal in `env=` looks like a password, token or key, by its name or by its form. flashc leaves
its value out of what it generates, so whoever deploys the worker must set the variable; but your module
ships as it is, with the secret in it.

Read it where the worker runs, and keep it out of the source: `os.environ["API_KEY"]`.""",
)

CATALOGUE: Final[tuple[Code, ...]] = tuple(
    sorted(
        (value for value in list(globals().values()) if isinstance(value, Code)),
        key=lambda code: code.number,
    )
)

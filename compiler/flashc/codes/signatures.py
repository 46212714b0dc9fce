"""FC4xx: signatures."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, warning

UNSUPPORTED_PARAMETER: Final = error_or_warning(
    "FC401",
    "parameter that HTTP cannot fill",
    """The values of a request have names, so a positional-only parameter or `*args` cannot receive
one. On GET and DELETE the same holds for `**kwargs`, which would swallow any query.""",
)
BODY_ON_GET: Final = error(
    "FC402",
    "parameter needs a body",
    """A GET request has no body, and this parameter's type (a dictionary, a model, a nested list)
cannot be written in a query.

Use `method="POST"`, or take scalars and lists of scalars.""",
)
PATH_PARAMETER_TYPE: Final = error(
    "FC403",
    "path parameter has a type that one segment cannot hold",
    """A path parameter is one piece of text, so its type must be a scalar: `str`, `int`, `float`,
`bool`, `Decimal`, `date`, `datetime`, `UUID`, an `Enum` or a `Literal`.""",
)
UNKNOWN_ANNOTATION: Final = warning(
    "FC404",
    "annotation cannot be resolved",
    """flashc could not find out what this annotation means, so the value is passed on as it was sent
(`Any`), without validation.""",
)
PATH_PARAMETER_DEFAULT: Final = warning(
    "FC405",
    "default of a path parameter is never used",
    """A path parameter is always present when the route matches, so its default has no effect over
HTTP. It still counts when the function is called directly. Where another route of the function takes
the parameter from a query or a body, the default is used there, and nothing is reported.""",
)
NOT_SUPPORTED_YET: Final = error_or_warning(
    "FC406",
    "parameter kind is not supported",
    """The parameter is of a kind that belongs to FastAPI or Starlette and that a route of a worker
cannot have, such as a `WebSocket`. Nothing is guessed: the compile stops.""",
)

UNCLEAR_MARKER: Final = error_or_warning(
    "FC408",
    "marker of FastAPI's that generated code cannot repeat",
    """A default, or the metadata of `Annotated`, is or may be one of FastAPI's parameter functions
(`Depends`, `Security`, `Header`, `Query` ...), written so that generated code cannot name it: it
holds a lambda or another local expression, or a function of the project's makes it. Taken for an
ordinary value, the caller could send what the dependency should give. So the compile stops.

Give it a name at module level, and use the name:

    user = Depends(lambda: ...)

    def route(name: str = user): ...""",
)
MIXED_BODY: Final = error(
    "FC407",
    "two ways to take the body",
    """A parameter with `Body()`, `Form()` or `File()` gets the body as FastAPI would give it; a plain
parameter gets its key of a JSON object. One request cannot be both. What a dependency takes from the
body counts as well: FastAPI would move the route's own part below a key of its own.

Write all parameters of the body one way.""",
)
CONVERTED_OTHERWISE: Final = error(
    "FC409",
    "path parameter that its converter never fills",
    """A converter decides what arrives: `{id:int}` gives an `int`, `{id:float}` a `float` and
`{id:uuid}` a `UUID`. FastAPI turns none of them into text or into each other, so that a route whose
function wants something else answers 422 to every request.

Annotate the parameter with what the converter gives, or write `{id}` and have the annotation convert
the text.""",
)

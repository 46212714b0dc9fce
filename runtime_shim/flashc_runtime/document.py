"""What the OpenAPI document says of every route, whatever it returns when all is well."""

from typing import Any, Final

_NAME: Final = "WorkerError"
_ERROR: Final = {
    "title": _NAME,
    "description": "What went wrong: a text, or for a rejected request a list of its mistakes.",
    "type": "object",
    "properties": {"detail": {"title": "Detail"}},
    "required": ["detail"],
}
_ANSWERS: Final = {
    "4XX": "The request cannot be served as it is",
    "5XX": "The worker could not answer; its log says why",
}


def describe_errors(document: dict[str, Any]) -> None:
    """Add the error envelope to every operation of a document, for all 4xx and 5xx.

    FastAPI tells of 422 alone; the runtime also answers 400, 413, 429, 500 and 504, and the
    function whatever `HTTPException` it raises.
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    name = _NAME
    while name in schemas:
        # A model of the user's has that name.
        name += "_"
    schemas[name] = _ERROR
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    for item in document["paths"].values():
        for operation in item.values():
            for status, description in _ANSWERS.items():
                answer = {"description": description, "content": content}
                operation["responses"].setdefault(status, answer)

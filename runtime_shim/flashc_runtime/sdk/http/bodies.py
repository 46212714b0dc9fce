"""The bodies of requests: JSON, forms, and what FastAPI's markers make of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from flashc_runtime.sdk.http.call import SCALARS, HttpCall, as_json, as_text, check_left_out
from flashc_runtime.sdk.http.forms import File, as_files
from flashc_runtime.sdk.http.shape import Part, Shape

_NOTHING: tuple[Any, ...] = (None, "", [])


def with_body(shape: Shape, call: HttpCall, rest: Mapping[str, Any], in_path: set[str]) -> HttpCall:
    """Add the parameters that are in the body because nothing says otherwise."""
    if shape.uploads:
        return _with_form(shape, call, rest)
    for name, value in rest.items():
        if isinstance(value, bytes | bytearray):
            raise TypeError(f"{name} is no JSON: annotate it as bytes, which makes it an upload")
    if not rest:
        # What the endpoint requires is checked there; a body may be missing where nothing is.
        return call
    sole = [name for name in shape.sent if name not in in_path and name not in shape.placed]
    if len(sole) == 1 and (sole[0] in shape.models or isinstance(rest.get(sole[0]), BaseModel)):
        return call._replace(content=as_json(rest[sole[0]]))
    return call._replace(content=as_json(rest))


def _with_form(shape: Shape, call: HttpCall, rest: Mapping[str, Any]) -> HttpCall:
    form: dict[str, str] = {}
    files: list[tuple[str, File]] = []
    for name, value in rest.items():
        uploads = as_files(name, value)
        if uploads:
            files.extend((name, each) for each in uploads)
        elif value is None or value == "":
            check_left_out(shape.signature, name, value)
        else:
            plain = to_jsonable_python(value, by_alias=True)
            is_scalar = isinstance(plain, SCALARS)
            # A list too: one field that is a JSON array is never taken for something else.
            form[name] = as_text(name, value) if is_scalar else json.dumps(plain)
    return call._replace(form=form, files=files)


def with_parts(shape: Shape, call: HttpCall, marked: Mapping[str, Any]) -> HttpCall:
    """Add the parameters that FastAPI's markers place in the body, as FastAPI reads them."""
    if call.content is not None or call.form is not None:
        raise TypeError(
            f"{next(iter(shape.parts))} takes the body by FastAPI's marker, and a parameter "
            f"without one takes it too; give all of them a marker, or none"
        )
    if any(part.kind != "Body" for part in shape.parts.values()):
        return _with_fields(shape, call, marked)
    if not marked:
        return call
    [first, *others] = shape.parts
    if not others and not shape.parts[first].embed:
        return call._replace(content=as_json(marked[first]))
    keys = {shape.parts[name].name: value for name, value in marked.items()}
    return call._replace(content=as_json(keys))


def _with_fields(shape: Shape, call: HttpCall, marked: Mapping[str, Any]) -> HttpCall:
    form: dict[str, str | Sequence[str]] = {}
    files: list[tuple[str, File]] = []
    for name, value in marked.items():
        part = shape.parts[name]
        uploads = as_files(part.name, value) if part.kind == "File" else ()
        files.extend((part.name, each) for each in uploads)
        if not uploads:
            form.update(_fields(shape, name, part, value))
    return call._replace(form=form, files=files)


def _fields(
    shape: Shape, name: str, part: Part, value: Any
) -> Iterator[tuple[str, str | Sequence[str]]]:
    """Yield the fields of a form that FastAPI reads a value from."""
    plain = to_jsonable_python(value, by_alias=True)
    if part.is_json:
        yield part.name, json.dumps(plain)
    elif isinstance(value, BaseModel) and not part.embed:
        yield from _fields_of_model(name, value, plain)
    elif plain in _NOTHING:
        check_left_out(shape.signature, name, plain)
    else:
        yield part.name, _in_form(name, plain)


def _fields_of_model(
    name: str, value: BaseModel, plain: Mapping[str, Any]
) -> Iterator[tuple[str, str | Sequence[str]]]:
    """Yield a model's fields, each of which is a field of the form itself."""
    defaults = to_jsonable_python(
        {
            field.serialization_alias
            or field.alias
            or key: field.get_default(call_default_factory=True, validated_data={})
            for key, field in type(value).model_fields.items()
            if not field.is_required()
        }
    )
    for key, each in plain.items():
        if each not in _NOTHING:
            yield key, _in_form(f"{name}.{key}", each)
        elif key not in defaults or defaults[key] != each:
            raise TypeError(f"{name}.{key}={each!r} cannot be sent in a form")


def _in_form(name: str, plain: Any) -> str | Sequence[str]:
    if isinstance(plain, list):
        return [as_text(name, each) for each in plain]
    return as_text(name, plain)


def check_readers(shape: Shape, call: HttpCall) -> None:
    """Raise `TypeError` where a dependency reads a part of the body that no argument gives."""
    sends = call.content is not None or call.form is not None
    for reader in shape.readers:
        if sends or reader.required:
            raise TypeError(
                f"the dependency of {reader.name} reads the body of the request, and a call cannot "
                f"send its part; send the request with an HTTP client"
            )

"""Which routes the fast path may serve: only those whose every trait is known to be harmless.

FastAPI's version is pinned; where a name of its insides is missing all the same, the import of this
module fails and the worker runs without a fast path. Tested with FastAPI 0.165.0, pydantic 2.14.0 and
2.14.4.
"""

import functools
import inspect
from types import FunctionType
from typing import Any

from fastapi import params
from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant, _is_coroutine_callable
from fastapi.dependencies.utils import (
    _get_param_aliases,
    _get_param_model,
    _is_json_field,
    _should_embed_body_fields,
)
from fastapi.routing import APIRoute
from pydantic_core import SchemaSerializer, SchemaValidator
from starlette.convertors import (
    Convertor,
    FloatConvertor,
    IntegerConvertor,
    PathConvertor,
    StringConvertor,
    UUIDConvertor,
)

from flashc_runtime.fast.route_plan import Argument, NotFast, RoutePlan, Validator, constant_default

_AS_TEXT = (StringConvertor, PathConvertor)
_CONVERTING = (FloatConvertor, IntegerConvertor, UUIDConvertor)


def plan_route(route: APIRoute) -> RoutePlan | None:
    """Return the plan of a route, or None where it must take FastAPI's way."""
    try:
        return _plan(route)
    except NotFast:
        return None


def _plan(route: APIRoute) -> RoutePlan:
    dependant = route.dependant
    function = dependant.call
    _require(type(function) is FunctionType and not hasattr(function, "__wrapped__"))
    _require(not inspect.isgeneratorfunction(function) and not inspect.isasyncgenfunction(function))
    _require_plain(route)
    _require_own_arguments(dependant)
    assert isinstance(function, FunctionType)  # noqa: S101  (required above)
    return RoutePlan(
        route=route,
        function=function,
        is_async=_is_coroutine_callable(function),
        path=tuple(_path_argument(field, route) for field in dependant.path_params),
        query=tuple(_query_argument(field) for field in dependant.query_params),
        body=_body_argument(route),
        serialize=_serializer(route),
    )


def _require(harmless: object) -> None:
    if not harmless:
        raise NotFast


def _require_plain(route: APIRoute) -> None:
    """Require the answer to be 200 with JSON of whatever the function returns."""
    _require(route.status_code is None and isinstance(route.response_class, DefaultPlaceholder))
    _require(route.response_model is Any and route.response_field is not None)
    _require(not route.is_json_stream and not route.is_sse_stream and not route.stream_item_field)
    _require(route.max_body_size is None)
    # Somebody may have wrapped the route's application after it was made.
    _require(getattr(route.app, "__module__", "") == "fastapi.routing")
    _require(type(route.app) is FunctionType)


def _require_own_arguments(dependant: Dependant) -> None:
    """Require that nothing but path, query and body is handed to the function."""
    _require(not dependant.dependencies)
    _require(not dependant.header_params and not dependant.cookie_params)
    special = (
        dependant.request_param_name,
        dependant.websocket_param_name,
        dependant.http_connection_param_name,
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
    )
    _require(not any(special))


def _validator(field: ModelField) -> Validator:
    validator = field._type_adapter.validator
    _require(isinstance(validator, SchemaValidator))
    return validator.validate_python


def _path_argument(field: ModelField, route: APIRoute) -> Argument:
    key = _only_key(field)
    convertor: Convertor[Any] | None = route.param_convertors.get(key)
    _require(type(convertor) in (*_AS_TEXT, *_CONVERTING))
    assert convertor is not None  # noqa: S101  (required above)
    convert = convertor.convert if isinstance(convertor, _CONVERTING) else None
    return Argument(
        name=field.name, key=key, validate=_validator(field), field=field, convert=convert
    )


def _query_argument(field: ModelField) -> Argument:
    _require(not field.field_info.validate_default)
    return Argument(
        name=field.name,
        key=_only_key(field),
        validate=_validator(field),
        field=field,
        repeated=field_annotation_is_sequence(field.field_info.annotation),
        constant=constant_default(field),
    )


def _only_key(field: ModelField) -> str:
    """Return the one name under which a parameter is sent."""
    _require(_get_param_model(field) is None and not _is_json_field(field))
    [(_, key), *others] = _get_param_aliases(field)
    _require(not others and isinstance(key, str))
    return key


def _body_argument(route: APIRoute) -> Argument | None:
    fields = route.dependant.body_params
    if not fields:
        _require(route.body_field is None)
        return None
    _require(len(fields) == 1 and not route._embed_body_fields)
    _require(not _should_embed_body_fields(fields))
    [field] = fields
    _require(isinstance(field.field_info, params.Body))
    _require(not isinstance(field.field_info, params.Form))
    _require(not field.field_info.validate_default)
    return Argument(
        name=field.name,
        key="",
        validate=_validator(field),
        field=field,
        constant=constant_default(field),
    )


def _serializer(route: APIRoute) -> Any:
    assert route.response_field is not None  # noqa: S101  (required before)
    serializer = route.response_field._type_adapter.serializer
    _require(isinstance(serializer, SchemaSerializer))
    by_alias = route.response_model_by_alias
    _require(by_alias and not route.response_model_exclude_unset)
    _require(not route.response_model_exclude_defaults and not route.response_model_exclude_none)
    _require(route.response_model_include is None and route.response_model_exclude is None)
    return functools.partial(serializer.to_json, by_alias=True)

"""Values, places and types of the IR as JSON: what both stages of `flashc ir` share."""

import math
import os
from collections.abc import Mapping
from pathlib import PurePosixPath

from flashc.compilation import Compilation
from flashc.ir import types
from flashc.ir.plan import types as planned
from flashc.render.json import JsonObject, JsonValue
from flashc.source import SourceFile, Span


def json_of(value: planned.Json | bytes) -> JsonValue:
    """Give a value as JSON. What JSON has no form for is an object that names its kind."""
    match value:
        case bytes():
            return {"bytes": value.hex()}
        case float() if not math.isfinite(value):
            return {"float": str(value)}
        case tuple():
            return [json_of(item) for item in value]
        case Mapping():
            return {str(name): json_of(item) for name, item in value.items()}
        case _:
            return value


def roots_of(compilation: Compilation) -> Mapping[str, str]:
    """Give the import root of each source, from the nearest folder that holds all of them.

    So a document is the same wherever the projects lie and however they were named.
    """
    roots = compilation.roots
    if not roots:
        return {}
    whole = os.path.commonpath(set(roots.values()))
    return {path: PurePosixPath(os.path.relpath(r, whole)).as_posix() for path, r in roots.items()}


def place_json(
    span: Span, sources: Mapping[str, SourceFile], roots: Mapping[str, str]
) -> JsonValue:
    """Give a place by lines and columns from 1, its path as seen from the import root."""
    source = sources.get(span.path)
    if source is None:
        return None
    start = source.position(min(span.start, len(source.text)))
    end = source.position(min(span.end, len(source.text)))
    place: JsonObject = {
        "root": roots[span.path],
        "path": source.shipped,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }
    return place


def type_text(kind: types.Type) -> str:
    """Write a type of the program as an annotation would; builtins have no prefix."""
    match kind:
        case types.AnyType():
            return "Any"
        case types.NoneType():
            return "None"
        case types.EllipsisType():
            return "..."
        case types.LibraryType():
            return kind.name.removeprefix("builtins.")
        case types.ProjectType():
            return f"{kind.module}.{kind.name}"
        case types.DistinctType():
            return f"{kind.module}.{kind.name}"
        case types.GenericType():
            return f"{type_text(kind.origin)}[{', '.join(map(type_text, kind.arguments)) or '()'}]"
        case types.UnionType():
            return " | ".join(map(type_text, kind.members))
        case types.LiteralType():
            return f"Literal[{', '.join(map(_literal_text, kind.values))}]"
        case types.AnnotatedType():
            return f"Annotated[{type_text(kind.base)}, ...]"
        case types.UnknownType():
            return kind.text


def planned_type_text(kind: planned.TypeRef) -> str:
    """Write a type of the plan as the generated module does; names are those that it imports."""
    match kind:
        case planned.NamedType():
            return kind.name
        case planned.GenericType():
            inner = ", ".join(map(planned_type_text, kind.arguments)) or "()"
            return f"{kind.origin.name}[{inner}]"
        case planned.UnionType():
            return " | ".join(map(planned_type_text, kind.members))
        case planned.LiteralType():
            return f"{kind.name}[{', '.join(map(_literal_text, kind.values))}]"
        case planned.NoneType():
            return "None"
        case planned.EllipsisType():
            return "..."
        case planned.AnnotatedType():
            return f"{kind.name}[{planned_type_text(kind.base)}, ...]"


def _literal_text(value: object) -> str:
    match value:
        case types.LiteralMember():
            return f"{value.module}.{value.name}"
        case planned.LiteralMember():
            return value.name
        case _:
            return repr(value)

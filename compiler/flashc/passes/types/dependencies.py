"""Dependencies: `Depends()` without an argument depends on the class of its annotation."""

from dataclasses import replace

from flashc.ir.code import CallCode, Code, LibraryName, LiteralCode, ProjectName
from flashc.ir.types import (
    AnnotatedType,
    ClassKind,
    LibraryType,
    ProjectType,
    Type,
    UnionType,
    UnknownType,
)
from flashc.passes.types.code import marker_of
from flashc.passes.types.markers import DEPENDENCIES
from flashc.passes.types.usable import is_usable_library


def with_class(code: Code, kind: Type) -> Code | None:
    """Give `code` with the class that it depends on; None where that cannot be said.

    Generated code states a class that no request can state as `Any`, so that FastAPI would not find
    it in the annotation.
    """
    if not isinstance(code, CallCode) or marker_of(code) not in DEPENDENCIES or _says(code):
        return code
    stated = kind.base if isinstance(kind, AnnotatedType) else kind
    match stated:
        case ProjectType(kind=ClassKind.OTHER):
            target: Code = ProjectName(module=stated.module, name=stated.name)
        case LibraryType() if not is_usable_library(stated.name):
            target = LibraryName(name=stated.name)
        case ProjectType() | LibraryType():
            return code
        case _:
            return None
    keywords = tuple((name, value) for name, value in code.keywords if name != "dependency")
    return CallCode(function=code.function, arguments=(target,), keywords=keywords)


def annotated_with_classes(kind: Type) -> Type:
    """Give an annotation whose dependencies name their classes."""
    if isinstance(kind, UnionType):
        return UnionType(members=tuple(annotated_with_classes(each) for each in kind.members))
    if not isinstance(kind, AnnotatedType):
        return kind
    metadata = [with_class(code, kind.base) for code in kind.metadata]
    known = tuple(code for code in metadata if code is not None)
    if len(known) != len(metadata):
        reason = "depends on its annotation, which is no class that generated code can name"
        return UnknownType(text="Depends()", reason=reason, marked=True)
    return replace(kind, metadata=known)


def is_dependency(codes: tuple[Code, ...]) -> bool:
    """Whether one of a parameter's markers is a dependency, whose type no request states."""
    return any(marker_of(code) in DEPENDENCIES for code in codes)


def _says(code: CallCode) -> bool:
    given = (*code.arguments, *(value for name, value in code.keywords if name == "dependency"))
    return any(not isinstance(value, LiteralCode) or value.value is not None for value in given)

"""Parameters of a function, with the kinds that `/` and `*` give them."""

from ast_grep_py import SgNode

from flashc.ir.syntax import Parameter, ParameterKind
from flashc.passes.parse.expressions import ExpressionReader
from flashc.passes.parse.nodes import identifier, named


def read_parameters(node: SgNode, reader: ExpressionReader) -> tuple[Parameter, ...]:
    """Read a parameter list, in source order."""
    children = named(node)
    slash = next((i for i, c in enumerate(children) if c.kind() == "positional_separator"), -1)
    parameters: list[Parameter] = []
    kind = ParameterKind.POSITIONAL_OR_KEYWORD
    for index, child in enumerate(children):
        if child.kind() == "keyword_separator":
            kind = ParameterKind.KEYWORD_ONLY
        elif child.kind() != "positional_separator":
            here = ParameterKind.POSITIONAL_ONLY if index < slash else kind
            parameter = _parameter(child, reader, here)
            parameters.append(parameter)
            if parameter.kind is ParameterKind.VAR_POSITIONAL:
                kind = ParameterKind.KEYWORD_ONLY
    return tuple(parameters)


def _parameter(node: SgNode, reader: ExpressionReader, kind: ParameterKind) -> Parameter:
    has_name_field = node.kind() in {"default_parameter", "typed_default_parameter"}
    target = node.field("name") if has_name_field else None
    if target is None:
        target = named(node)[0] if node.kind() == "typed_parameter" else node
    if target.kind() == "list_splat_pattern":
        kind, target = ParameterKind.VAR_POSITIONAL, named(target)[0]
    elif target.kind() == "dictionary_splat_pattern":
        kind, target = ParameterKind.VAR_KEYWORD, named(target)[0]
    annotation, default = node.field("type"), node.field("value")
    return Parameter(
        name=identifier(target),
        kind=kind,
        annotation=None if annotation is None else reader.read(annotation),
        default=None if default is None else reader.read(default),
        name_span=reader.span(target),
        span=reader.span(node),
    )

"""Forms: whether an endpoint reads multipart bodies, for which FastAPI needs another library."""

from flashc.ir.code import Code
from flashc.ir.functions import MarkerDefault, Parameter
from flashc.ir.program import LoadBalancedEndpoint
from flashc.ir.shape import FormBody
from flashc.ir.types import AnnotatedType
from flashc.passes.shape.bind import bind
from flashc.passes.types.code import marker_of


def takes_forms(endpoint: LoadBalancedEndpoint) -> bool:
    """Whether one of the routes takes uploads or fields of a form."""
    for route in endpoint.routes:
        shape = bind(route)
        marked = (source.parameter for source in shape.framework)
        if isinstance(shape.body, FormBody) or any(_is_form(parameter) for parameter in marked):
            return True
    return False


def _is_form(parameter: Parameter) -> bool:
    default, kind = parameter.default, parameter.type
    codes: list[Code] = [default.code] if isinstance(default, MarkerDefault) else []
    codes += kind.metadata if isinstance(kind, AnnotatedType) else ()
    return any(marker_of(code) in {"Form", "File"} for code in codes)

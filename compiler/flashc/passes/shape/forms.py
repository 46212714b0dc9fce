"""Forms: whether an endpoint reads multipart bodies, for which FastAPI needs another library."""

from flashc.ir.code import CallCode, Code, LibraryName
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
    return any(marker_of(code) in {"Form", "File"} or _is_login(code) for code in codes)


def _is_login(code: Code) -> bool:
    """Whether FastAPI's own class of a login form is depended on, which reads its fields itself."""
    given = code.arguments if isinstance(code, CallCode) else ()
    return any(isinstance(one, LibraryName) and one.name in _LOGINS for one in given)


_LOGINS = frozenset(
    f"fastapi.security.{module}{name}"
    for module in ("", "oauth2.")
    for name in ("OAuth2PasswordRequestForm", "OAuth2PasswordRequestFormStrict")
)

"""What a written name leads to, as the kind of symbol that a test expects."""

from flashc.ir.bindings import Defined, External, Unresolved
from passes.front import Modules, leads_to


def external(modules: Modules | str, written: str, module: str = "m") -> str:
    found = leads_to(modules, written, module)
    assert isinstance(found, External), found
    return found.name


def defined(modules: Modules | str, written: str, module: str = "m") -> tuple[str, str]:
    found = leads_to(modules, written, module)
    assert isinstance(found, Defined), found
    return found.module, found.name


def reason(modules: Modules | str, written: str, module: str = "m") -> str:
    found = leads_to(modules, written, module)
    assert isinstance(found, Unresolved), found
    return found.reason

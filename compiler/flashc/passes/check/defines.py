"""FC662: `--define` of a variable that no module reads."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.passes.fold.environment import spells


def check_defines(bindings: Bindings) -> Iterator[Diagnostic]:
    """Report each definition whose name no module of the project spells."""
    for name in sorted(bindings.defines):
        if not any(spells(module.source.text, name) for module in bindings.modules.values()):
            yield Diagnostic(
                code=codes.DEFINE_NOT_USED,
                message=f"no module reads `{name}`, which `--define` gives a value",
                help="correct the name, or leave the option out",
            )

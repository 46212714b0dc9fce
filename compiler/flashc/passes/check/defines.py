"""FC662: `--define` of a variable that no module reads."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic
from flashc.ir.bindings import Bindings
from flashc.passes.fold.environment import read_in, spells
from flashc.passes.suggest import suggestion


def check_defines(bindings: Bindings) -> Iterator[Diagnostic]:
    """Report each definition whose name no module of the project spells."""
    texts = [module.source.text for module in bindings.modules.values()]
    for name in sorted(bindings.defines):
        if not any(spells(text, name) for text in texts):
            near = suggestion(name, _undefined(bindings, texts))
            yield Diagnostic(
                code=codes.DEFINE_NOT_USED,
                message=f"no module reads `{name}`, which `--define` gives a value",
                help=(
                    f"did you mean `{near}`?"
                    if near
                    else "correct the name, or leave the option out"
                ),
            )


def _undefined(bindings: Bindings, texts: list[str]) -> tuple[str, ...]:
    """Give the variables that modules read and that have no value yet."""
    return tuple(sorted(frozenset[str]().union(*map(read_in, texts)) - bindings.defines.keys()))

"""What is known of all modules before any of them runs."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flashc.ir.bindings import Bindings
from flashc.ir.syntax import Bind, Import, ImportFrom, ModuleSyntax, walk
from flashc.passes.names.namespaces import absolute_name
from flashc.passes.names.patched_attributes import attributes_set
from flashc.source import Span

# A module whose text has one of these may get names that no statement binds.
UNSEEN = (
    *(
        "__getattr__",
        "globals(",
        "sys.modules",
        "setattr(",
        "__setattr__",
        "vars(",
        "exec(",
        "__dict__",
    ),
    *("locals(", "global_enum"),
)
# What imports modules that no statement names.
_BY_TEXT = ("import_module", "__import__", "runpy", "pkgutil")
# `type X = ...` and what stands in brackets after a definition's name are evaluated when asked for.
_ALIAS = re.compile(r"type[ \t]+\w")
_PARAMETER = re.compile(r"[^\W\d]\w*")
_INLINE = re.compile(r"(\w+)(?:\s|\\)*:=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All modules.

    `set_anywhere` are the names that some statement sets as an attribute of an object: no class or
    module is known to lack one of those.
    """

    bindings: Bindings
    set_anywhere: frozenset[str]
    # By module, names that `global` in functions, and `:=`, bind at a moment that is not known.
    bound_sometime: Mapping[str, frozenset[str]]
    # By module, all names that `:=` binds, for those that it may bind in the body of a class.
    bound_inline: Mapping[str, frozenset[str]]
    # Modules whose annotations are not evaluated where they stand.
    deferring: frozenset[str]
    # Modules that may have names which their text does not show.
    open: frozenset[str]
    # What import statements of any module name, wherever they stand, the packages around it included.
    imported: frozenset[str]

    def deferring_all(self) -> "Ground":
        """Give the same for a Python that evaluates no annotation by itself (3.14)."""
        return replace(self, deferring=frozenset(self.bindings.modules))


def imports_by_text(bindings: Bindings) -> bool:
    """Whether some module may import others by a name that it makes."""
    texts = (module.source.text for module in bindings.modules.values())
    return any(sign in text for text in texts for sign in _BY_TEXT)


def ground_of(bindings: Bindings) -> Ground:
    """Look at all modules once, for all endpoints."""
    found: set[str] = set()
    sometime: dict[str, frozenset[str]] = {}
    imported: set[str] = set()
    for name, module in bindings.modules.items():
        sometime[name] = frozenset(s.name.id for s in module.body if isinstance(s, Bind))
        found.update(attributes_set(module))
        for statement in walk(module.body):
            if isinstance(statement, Import):
                imported.update(one.module for one in statement.modules)
            elif isinstance(statement, ImportFrom):
                target = absolute_name(module, statement)
                imported.update(f"{target}.{one.name}" for one in statement.names)
                imported.add(target or "")
    return Ground(
        bindings=bindings,
        set_anywhere=frozenset(found),
        bound_sometime=sometime,
        bound_inline={name: _inline(module) for name, module in bindings.modules.items()},
        deferring=frozenset(n for n, m in bindings.modules.items() if _defers(m)),
        open=frozenset(n for n, m in bindings.modules.items() if _is_open(m)),
        imported=frozenset(part for name in imported for part in _around(name)),
    )


def _around(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _inline(module: ModuleSyntax) -> frozenset[str]:
    text = module.source.text
    if ":=" not in text:
        return frozenset()
    return frozenset(unicodedata.normalize("NFKC", name) for name in _INLINE.findall(text))


def _is_open(module: ModuleSyntax) -> bool:
    return any(sign in module.source.text for sign in UNSEEN)


def _defers(module: ModuleSyntax) -> bool:
    return any(
        isinstance(one, ImportFrom)
        and one.module == "__future__"
        and any(name.name == "annotations" for name in one.names)
        for one in module.body
    )


def is_type_alias(module: ModuleSyntax, span: Span) -> bool:
    """Whether a statement is `type X = ...`."""
    return _ALIAS.match(module.source.text, span.start) is not None


def type_parameters(module: ModuleSyntax, name_span: Span) -> frozenset[str]:
    """Give the names in the brackets after a definition's name (PEP 695)."""
    text, start = module.source.text, name_span.end
    if text[start : start + 1] != "[":
        return frozenset()
    depth, end = 0, start
    while end < len(text):
        depth += {"[": 1, "]": -1}.get(text[end], 0)
        end += 1
        if not depth:
            break
    return frozenset(_PARAMETER.findall(text[start:end]))

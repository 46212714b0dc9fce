"""The standard library as passes ask for it; what reads its stubs lies outside of them."""

from typing import Protocol

# The system of every worker, as Python calls it in `sys.platform`.
LINUX = "linux"


class StandardLibrary(Protocol):
    """The names of the standard library's modules."""

    def always(self, module: str) -> frozenset[str]:
        """Give names that a module has whatever the version and the platform; not all of them.

        Cheap: for most imports nothing else is asked.
        """
        ...

    def below(self, package: str) -> frozenset[str]:
        """Give the names of the modules in a package, in whatever version."""
        ...

    def names(self, module: str, python: str, platform: str) -> frozenset[str] | None:
        """Give all known names of a module, by version (`3.12`) and platform; None if it has none."""
        ...

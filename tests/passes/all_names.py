"""Print, as JSON, the names of every module of the standard library that this Python imports here."""

import contextlib
import importlib
import io
import json
import pkgutil
import sys
import warnings

# What opens a browser, prints, or is a program.
SKIPPED = {"antigravity", "this", "idlelib", "turtledemo", "test", "ensurepip", "__main__"}


def imported(name: str) -> list[str]:
    """Import a module and all below it, as far as that works; return their names."""
    if name.split(".", maxsplit=1)[0] in SKIPPED or "__main__" in name or ".test" in name:
        return []
    try:
        module = importlib.import_module(name)
    except BaseException:  # noqa: BLE001  (what a module raises here is its own business)
        return []
    below = pkgutil.iter_modules(getattr(module, "__path__", []))
    return [name, *(found for one in below for found in imported(f"{name}.{one.name}"))]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        names = [found for top in sorted(sys.stdlib_module_names) for found in imported(top)]
    # Only now, as some modules get names when others are imported.
    print(json.dumps({name: sorted(dir(sys.modules[name])) for name in names}))

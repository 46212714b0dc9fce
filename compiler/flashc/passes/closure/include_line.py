"""The line of `flash.toml` that ships a folder, ready to copy."""

import posixpath

from flashc.ir.bindings import Bindings
from flashc.ir.settings import Config
from flashc.passes.toml_words import toml_key, toml_text


def include_line(bindings: Bindings, config: Config, endpoint: str, folder: str) -> str:
    """Say what to write where, on lines of its own; `folder` is seen from the import root, "" for one to name."""
    source = next(iter(bindings.modules.values())).source
    root = source.path.removesuffix(source.shipped).rstrip("/")
    file, path = posixpath.join(root, "flash.toml"), folder or "FOLDER"
    if config.source is not None:
        file = config.source.path
        path = posixpath.relpath(posixpath.join(root, path), posixpath.dirname(file) or ".")
    return f"in `{file}`:\n[endpoint.{toml_key(endpoint)}]\ninclude = [{toml_text(path)}]"

"""`flash.toml`: found, read and judged. The one place that does; passes get a `Config`."""

from flashc.config.load import Configs, complete, config_for
from flashc.config.read import ConfigFile

__all__ = ["ConfigFile", "Configs", "complete", "config_for"]

"""The catalogue of diagnostics. Numbers are literal, never reused and never renumbered.

FC1xx reading and syntax, FC2xx declarations, FC3xx routes, FC4xx signatures, FC5xx resources,
FC6xx modules and dependencies, FC65x configuration, FC7xx lints. `flashc explain FCnnn` prints an
entry.
"""

from typing import Final

from flashc.codes.changes import *  # noqa: F403
from flashc.codes.configuration import *  # noqa: F403
from flashc.codes.declarations import *  # noqa: F403
from flashc.codes.dynamic import *  # noqa: F403
from flashc.codes.lints import *  # noqa: F403
from flashc.codes.modules import *  # noqa: F403
from flashc.codes.queues import *  # noqa: F403
from flashc.codes.reading import *  # noqa: F403
from flashc.codes.resources import *  # noqa: F403
from flashc.codes.routes import *  # noqa: F403
from flashc.codes.signatures import *  # noqa: F403
from flashc.diagnostic import Code

CATALOGUE: Final[tuple[Code, ...]] = tuple(
    sorted(
        (value for value in list(globals().values()) if isinstance(value, Code)),
        key=lambda code: code.number,
    )
)

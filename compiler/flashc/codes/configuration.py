"""FC65x: configuration."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, warning

CONFIG_UNREADABLE: Final = error(
    "FC650",
    "flash.toml cannot be read",
    """The file exists, but its content could not be had: the operating system refused, or it is not
UTF-8, as TOML must be. Nothing is compiled without it, because a setting in it would be lost without
a word.""",
)
CONFIG_SYNTAX: Final = error(
    "FC651",
    "flash.toml is not valid TOML",
    """The file breaks the rules of TOML 1.0 (toml.io). Usual causes: text without quotes, a table or key
that is defined twice, a value that goes on in the next line.""",
)
CONFIG_UNKNOWN_KEY: Final = error(
    "FC652",
    "unknown key in flash.toml",
    """A key or table that flashc does not know is most often a typo, and would be lost silently if it
were let through.

At the top: `python`, `root`, `[lints]`, `[imports]`, `[endpoint.NAME]`, `[resource."module:variable"]`
and `[function."module:function"]`.""",
)
CONFIG_WRONG_VALUE: Final = error(
    "FC653",
    "wrong value in flash.toml",
    """The value has another type than the key takes, or lies outside of what it allows.""",
)
CONFIG_NOT_DECLARED: Final = error_or_warning(
    "FC654",
    "flash.toml names what the sources do not declare",
    """A table is about an endpoint, a resource or a function, and the sources hold none of that name.
Where a similar name exists, it is an error. Where none does, it is a warning for an endpoint, because
the file may also be about sources that were not named in this run.

`[endpoint.NAME]` takes the name of an endpoint. `[resource."module:variable"]` takes a module's
dotted name and the variable that the resource is assigned to, `[function."module:function"]` the name
of a decorated function.""",
)
CONFIG_CONTRADICTION: Final = error(
    "FC655",
    "contradiction in flash.toml",
    """Two values cannot both hold: more workers at least than at most, a GPU for a resource that runs on
CPUs, a name or a path for something whose name or path the source states already.""",
)
CONFIG_INCLUDE: Final = error(
    "FC656",
    "included files cannot be shipped",
    """`include` lists files that the endpoint's worker needs besides its modules, as patterns from the
folder of `flash.toml`: `data/words.txt`, `data/*.json`, `models/**`. The files must lie below the
import root, because that is what a worker's `src/` folder mirrors.

Files that hold secrets (`.env`, keys) or belong to tools (`.git`, caches) are never shipped: what a
wildcard matches of them is left out, and naming one is an error.""",
)
NOT_A_LINT: Final = error(
    "FC657",
    "not a finding that can be switched",
    """Levels apply to warnings and notes: `[lints]` in flash.toml, `--allow`, `--warn` and `--deny`, and
`# flashc: ignore[FC701]` at the end of a line. Errors cannot be switched off or made milder, because
the worker would not do what the source says.

Some codes are errors only where they break a worker, and warnings elsewhere, such as in what only
queue-based endpoints reach: `flashc explain` says so of each. Their levels hold for the warnings.""",
)
IGNORED_NOTHING: Final = warning(
    "FC658",
    "comment that ignores nothing",
    """A `# flashc: ignore[...]` names a code that is not reported for its line, so it hides nothing.
Left there, it would hide the next one of that kind.

Remove the comment, or move it to the line that the finding points at.""",
)
CONFIG_NOT_USED: Final = warning(
    "FC659",
    "flash.toml that is not used",
    """One `flash.toml` applies to a project: the nearest to all of its modules, upwards. This one lies
deeper, beside some of them only, or higher than the one that every project of the run has. It is left
out; nothing is put together from several.

Move what it says to the file that is used, or name the one to use with `--config`.""",
)
PYTHON_CONTRADICTION: Final = error_or_warning(
    "FC660",
    "versions of Python contradict each other",
    """A worker runs on one Python, and two places say different things about it. `--python` decides
first, then `python_version=` of the resource or `python` in flash.toml, then `.python-version`, then the
oldest version that `requires-python` allows. Whatever is chosen must be allowed by `requires-python`.

The `.python-version` that counts is the nearest to the endpoint's functions, from their folder upwards,
and the same holds for the pyproject.toml with `requires-python`. Functions of one endpoint with different
ones near them are an error. That `.python-version` differs from what is said about workers is only a
warning, and so is what the files of other folders say whose modules a worker ships.""",
)
PYTHON_NOT_SUPPORTED: Final = error(
    "FC661",
    "workers cannot run on this Python",
    """Workers run on Python 3.11 to 3.14. FastAPI, which serves them, has ended its support for older
versions, and newer ones have not been tried.""",
)
DEFINE_NOT_USED: Final = warning(
    "FC662",
    "definition that nothing reads",
    """`--define NAME=value` gives a value to what the sources read from the environment under that name.
No module reads it, so the name is most often a typo.""",
)
SETTLED_FOR_COMPILE: Final = warning(
    "FC663",
    "settled here, but the worker reads it",
    """`flash.toml` settles a value for the compile, and the worker imports the module as it is written. Its
expression reads variables of the environment that have no default, so the worker does not start, or
gets another value, without them. Where the expression is one variable and nothing more, the settled value becomes that
variable's default; here it is computed, so only you know what the variable must hold. Set it where
the worker is deployed, or in `env` of the endpoint's table.""",
)

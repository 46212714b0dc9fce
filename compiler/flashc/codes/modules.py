"""FC6xx: modules and dependencies."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, note, warning

CANNOT_IMPORT: Final = error_or_warning(
    "FC601",
    "module cannot be imported",
    """An import leads to a module that is neither part of the project, nor of anything that the worker
installs, or below one of the standard library that has none of that name. In the worker the import
would fail.

Check the spelling and the import root (`--root`); add the missing module to the sources. Where it is
not the project's own, declare what provides it: in `dependencies` at the function, or in
`requirements.txt` or `pyproject.toml`.""",
)
SHADOWS: Final = error_or_warning(
    "FC602",
    "module would hide another one",
    """A module of yours has the import name of something that the worker needs: the standard library,
FastAPI and its parts, `flashc_runtime`, the worker's own package, or a distribution that it installs.
In the worker, Python would import yours instead. Or a module and a package have one name, and Python
would never import the module.

Rename the module.""",
)
REQUIREMENTS_UNREADABLE: Final = error(
    "FC603",
    "requirements cannot be read",
    """A line of `requirements.txt`, an entry of `pyproject.toml` or a lock file says something that
flashc cannot read, or names a file that is not there. The requirements of a worker would be
incomplete without it.

flashc reads `requirements.txt` with the files that it names (`-r`, `-c`), `pyproject.toml`, `uv.lock`
and `poetry.lock`, from a module's folder upwards; of each name the nearest counts.""",
)
REQUIREMENTS_CONTRADICT: Final = error_or_warning(
    "FC604",
    "requirements contradict each other",
    """Two places limit a distribution in ways that no version satisfies: `dependencies` of functions that
share an endpoint, the project's requirements, constraints and lock files.

Make them agree. A lock file that is older than the requirements is brought up to date by the tool that
wrote it.""",
)
RUNTIME_CONTRADICTED: Final = error_or_warning(
    "FC605",
    "requirement that workers cannot run with",
    """The code of every worker stands on one series of FastAPI, uvicorn and pydantic, and is tested with
it. A requirement of the project asks for another version of one of them.

Widen the requirement. A lock file alone does not decide: then the worker takes the version that it
needs, with a warning.""",
)
LINE_LEFT_OUT: Final = note(
    "FC606",
    "line of the requirements is left out",
    """Options of pip, folders of the machine and single hashes have no place in a worker's requirements.
Above all no address of an index is ever written: give it to pip where the image is built.""",
)
REQUIREMENT_ASSUMED: Final = warning(
    "FC607",
    "requirement was added",
    """A module imports a well-known distribution that is written down nowhere. Without it the worker would
end at its start, so it is added, in any version.

Write it down, with the versions that you tested: in `dependencies` at the function, or in the
project's `requirements.txt` or `pyproject.toml`.""",
)
OPTIONAL_IMPORT: Final = note(
    "FC608",
    "import that is not provided",
    """An import may fail without harm: in a `try` that catches `ImportError`, under `TYPE_CHECKING`, under
a test for the machine. Or the endpoint has an image of its own that may hold it. So nothing is added.

If the worker needs it, declare it: in `dependencies` at the function, or in the project's
requirements.""",
)
LOCAL_DISTRIBUTION: Final = error_or_warning(
    "FC609",
    "import from a folder of the machine",
    """A module imports something that the project takes from a path or a workspace. A worker is complete
by itself, so its image cannot install that folder.

Choose an import root that holds those modules too (`--root`): then they ship with the worker.""",
)
PASSWORD_IN_ADDRESS: Final = error(
    "FC610",
    "password in an address",
    """The address of a requirement holds a password or token. A worker's requirements are committed, built
into images and read by many, so flashc does not write it down.

Put a variable in its place, `https://${TOKEN}@host/...`: pip replaces it where it installs.""",
)
SDK_LEFT_OUT: Final = note(
    "FC611",
    "SDK is left out",
    """`dependencies` names the SDK. A worker does not need it: it ships a small stand-in that has the SDK's
names, so that your modules import as they are.""",
)
REQUIREMENT_UNUSED: Final = note(
    "FC612",
    "requirement that no endpoint needs",
    """A worker installs what its functions declare, what its modules import, and what these load. The
project requires more, and no endpoint needs it, as far as imports tell.

What is loaded without an import, such as a plug-in, is declared in `dependencies` at the function.""",
)
PROVIDER_UNCERTAIN: Final = warning(
    "FC613",
    "requirement that may provide an import",
    """No requirement is called like the imported module, but there are some of which flashc does not know
what they hold. They are installed, so that the worker runs if one of them provides it.

Settle it in `flash.toml`: `[imports]`, and a line with the module and the requirement.""",
)
CANNOT_IMPORT_NAME: Final = error_or_warning(
    "FC614",
    "name cannot be imported",
    """A from-import takes a name from a module of the project that binds no such name and has no submodule
of that name, or from a module of the standard library whose stubs (typeshed) have it under a similar
name, in another version of Python or on another system. Where the import runs, it raises `ImportError`.

Nothing is reported where the module could get the name in a way that the text does not show:
`__getattr__`, `import *` from a library, `globals()` and the like; nor in a `try` that expects it, or
under a test of `sys.version_info` or `sys.platform`.""",
)
NOT_LOCKED: Final = error(
    "FC615",
    "requirements cannot be locked",
    """`--lock` asks uv for the exact versions and hashes of everything that a worker installs. uv is not
there, or found no versions that fit together; its own words are in the message.

Every distribution needs a wheel for the image's Python and platform: flashc builds none while it
compiles, because that would run code of strangers. What comes from a repository has no hash.""",
)
DATA_NOT_SHIPPED: Final = warning(
    "FC616",
    "data file does not ship",
    """A module opens a file that flashc leaves at home: it may hold secrets (`.env`, keys), is a link that
leaves the import root, cannot be read, is larger than 10 MiB, or lies where flashc writes files of its
own. In the worker it is not there.

A large file ships when flash.toml lists it under `include`.""",
)
DATA_FROM_WORKING_FOLDER: Final = warning(
    "FC617",
    "data file depends on the working folder",
    """A module opens a file by a relative path, which Python seeks in the folder that the process was
started in. The file ships below the worker's `src/`, but a worker does not start there.

Start from the module instead: `Path(__file__).parent / "labels.json"` is right everywhere.""",
)
NOT_BOUND: Final = error_or_warning(
    "FC618",
    "name without a value at import",
    """While a module is imported, Python evaluates what stands outside of function bodies: assignments,
decorators, base classes, defaults, and annotations unless they are quoted or the module begins with
`from __future__ import annotations`. Here one of them reads a name that has no value then, so the
worker would end at its start with `NameError`. A decorator or resource under such a name would be lost
without a trace, so it is reported in modules around the SDK that no worker ships, too.

Only what certainly runs is reported: nothing in a branch, a loop, or a `try` with an `except`. In a
module that only functions import it is a warning: the worker starts, and the calls fail.""",
)
IMPORT_CYCLE: Final = error_or_warning(
    "FC619",
    "import cycle that Python refuses",
    """Modules may import each other as long as none needs a name that the other has not bound yet. Here
one does: in the order in which the worker imports them, the import fails with `ImportError` or
`AttributeError`.

Move the import into the function that needs it, or what both modules need into a module of its
own.""",
)
NO_MEMBER: Final = error_or_warning(
    "FC620",
    "attribute that does not exist",
    """A module, an enum or a class of the project, or a module of the standard library, is asked for
something that it does not have, where that is evaluated at import. The worker would end at its start
with `AttributeError`. Where only functions import the module, the worker starts, and the calls that
import it fail: that is a warning.

Nothing is reported where it could get the attribute in a way that the text does not show: `setattr`,
`__getattr__`, a decorator, a base class of a library; nor of a class with a hundred or more above it;
nor where everything that imports the module expects that it fails.""",
)
FIELD_NOT_BOUND: Final = error_or_warning(
    "FC621",
    "field with a type that is not there",
    """A route takes a model, dataclass or TypedDict with a field whose type is quoted, or postponed by
`from __future__ import annotations`, and names something that its module does not have when it is
imported. Python never looks at such an annotation; pydantic does when the worker starts, and refuses
the model.

Import the type where the module runs, not under `TYPE_CHECKING`, or correct its name.""",
)
PATH_TWINS: Final = error_or_warning(
    "FC622",
    "files that some systems cannot tell apart",
    """Two files of one worker have paths that differ only in the case of letters, or in how accents are
composed. On macOS and Windows the one would replace the other.

Rename one of them, and the imports of it.""",
)
CLASS_REFUSED: Final = error_or_warning(
    "FC623",
    "class that Python refuses",
    """The statement of a class certainly fails while a worker imports its module: a dataclass has a field
without a default after one with a default, or a list, dict or set as a default; an enum defines a
member twice, or extends one that has members; a pydantic model has an attribute without annotation,
or a field whose type pydantic does not know.

Nothing is reported where a decorator, a metaclass or a base class of a library may change what
happens.""",
)
DYNAMIC_IMPORT: Final = warning(
    "FC625",
    "import that only running can tell",
    """`import_module(name)` or `__import__(name)` imports a module whose name is not known while flashc
compiles, or `pkgutil` lists a package that it cannot tell. If the module is one of the project, the
worker does not have it, and the import fails there.

Write an `import` for each module that may be meant, or begin the name with its package:
`import_module(f"plugins.{name}")` ships all of `plugins`. Or list the files under `include` in
flash.toml. Nothing is reported in functions that no route comes to.""",
)
PACKAGE_SHIPS: Final = note(
    "FC626",
    "whole package ships",
    """A call imports or lists modules of a package, and only running tells which. So all modules of the
package ship with the worker, and what they import.

To ship fewer, import those that are meant by name.""",
)
FOLDER_NOT_SHIPPED: Final = warning(
    "FC627",
    "data file that only running can tell",
    """A module reads a data file of which flashc knows the folder, not the name. Such a folder ships whole
as long as it has no more than 1000 files and 10 MiB, and is not the import root itself. This one does
not, so in the worker the file is not there.

List what is meant under `include` in flash.toml. Or a package whose data is read is not known at all.""",
)
FOLDER_SHIPS: Final = note(
    "FC628",
    "folder of data ships",
    """A module reads a data file of which flashc knows the folder, not the name, or lists a folder. So the
files of the folder ship with the worker, without Python modules, and without what never ships: `.env`,
keys, version control.

To ship fewer, list what is meant under `include` in flash.toml: then that decides for this folder.""",
)
TYPE_REFUSED: Final = error_or_warning(
    "FC624",
    "type that Python refuses",
    """While a module is imported, Python makes the types that its annotations and aliases name. Here it
refuses with `TypeError`: a generic type has too many or too few arguments (`Optional[int, str]`), a
text stands beside `|` (`"Order" | None`), or brackets follow something that is not generic.

Quoted annotations, and those of a module that begins with `from __future__ import annotations`, are
evaluated for pydantic models alone.""",
)

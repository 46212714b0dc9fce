"""FC1xx: reading and syntax."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, note, warning

NO_PYTHON_FILES: Final = error(
    "FC101",
    "no Python files",
    """The sources that you named hold no file ending in `.py`. flashc reads folders recursively and
leaves out hidden folders, virtual environments, caches and the output folder.

Name the folder that holds your modules, or the modules themselves: `flashc src/ -o build/`.""",
)
UNREADABLE: Final = error_or_warning(
    "FC102",
    "a file cannot be read",
    """The operating system refused to give the file's content. Check its permissions, and that it is
a regular file. Nothing is compiled as long as one of the sources is missing, because a route in it
would be lost without a word.""",
)
NOT_TEXT: Final = error(
    "FC103",
    "a file is not text",
    """Python source is UTF-8 unless its first or second line declares another encoding (PEP 263,
`# -*- coding: latin-1 -*-`). This file holds bytes that its encoding does not have, a NUL
character or half of one, or declares an encoding that does not exist.

Save the file as UTF-8, or declare the encoding in which it is written.""",
)
SYNTAX: Final = error(
    "FC104",
    "syntax error",
    """Python would refuse to import this file. The other files are still checked; what this file
declares is not, so mend it first and look at the routes again.""",
)
SYNTAX_TOO_NEW: Final = error_or_warning(
    "FC106",
    "syntax newer than the worker's Python",
    """The module is valid, but not for the Python that the worker runs on: importing it there ends with
a SyntaxError. Which Python that is comes from `--python`, `python_version=` of the resource, `python`
in flash.toml, `.python-version` or `requires-python`, in this order; without any of them it is 3.11.""",
)
SYNTAX_DOUBTFUL: Final = warning(
    "FC105",
    "syntax that could not be confirmed",
    """One of the two parsers that flashc uses refuses this file and the other accepts it. Either the
file uses syntax newer than the Python that runs flashc, which is fine, or it holds a mistake that
only the newer Python would find. Run flashc with the Python that you deploy with to be sure.""",
)
LINK_NOT_FOLLOWED: Final = note(
    "FC107",
    "symbolic link that is not followed",
    """A link in the sources leads in a circle, to a folder, or out of what you named. Links to folders are
never followed: what lies in the sources is read where it is, and what lies elsewhere is no part of the
project, so that the same sources compile alike on every machine. A link to a single file of the
sources is one more module, unless that file is ignored or never shipped, as `.env` is: then the
link stays at home as well.

A link that looks like a module and leads out of the sources is a warning: an import of it would
fail.""",
)

"""The top-level modules of the standard library by Python version, without private ones."""

from typing import Final

# A fixed list (`sys.stdlib_module_names` of 3.11): nothing depends on the host's Python.
STDLIB = frozenset(
    """abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64
    bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs
    codeop collections colorsys compileall concurrent configparser contextlib contextvars copy
    copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils
    doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch
    fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip
    hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress
    itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math
    mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
    nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools
    pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
    py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
    resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site
    smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse
    ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig
    syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit
    tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types
    typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg
    winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo""".split()
)
# What later versions lack, by the first one without it (`sys.stdlib_module_names` of 3.12 and 3.13).
_LEFT: Final = {
    "3.12": "asynchat asyncore distutils imp smtpd",
    "3.13": """aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev
    pipes sndhdr spwd sunau telnetlib uu xdrlib""",
}
# What only later versions have (the documentation of 3.14).
_CAME: Final = {"3.14": "annotationlib compression"}
LEFT: Final = {name: python for python, names in _LEFT.items() for name in names.split()}
CAME: Final = {name: python for python, names in _CAME.items() for name in names.split()}


def is_standard(name: str, python: str) -> bool:
    """Whether the standard library of a version, such as `3.12`, has the top-level module `name`."""
    if name in CAME:
        return _number(python) >= _number(CAME[name])
    return name in STDLIB and not has_left(name, python)


def has_left(name: str, python: str) -> bool:
    """Whether an older standard library had a module that this version's has no longer."""
    return name in LEFT and _number(python) >= _number(LEFT[name])


def _number(python: str) -> tuple[int, ...]:
    return tuple(map(int, python.split(".")))

"""A base image made of this machine: Debian's essential packages and the Python of the tests.

No registry is needed, and the image is what `python:3.11-slim` is: an interpreter below
`/usr/local`, pip, and an apt that works. It is made in seconds, because files are copied and no
package is unpacked or configured.
"""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

STATUS = Path("/var/lib/dpkg/status")
_INFO = Path("/var/lib/dpkg/info")
# Links of Debian's merged /usr; packages still name files by the old paths.
_MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SECONDS = 600
_LEFT_OUT = re.compile(r"/usr/share/(?:doc|man|locale|info|lintian|bash-completion)(?:/|$)")
_FACTS = """\
import ensurepip, glob, os, sys, sysconfig
print("%d.%d" % sys.version_info[:2])
print(sys.base_prefix)
print(sysconfig.get_path("stdlib"))
print(*glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl")))
"""
_NOT_NEEDED = shutil.ignore_patterns(
    *("test", "tests", "__pycache__", "idlelib", "turtledemo", "tkinter", "config-3*", "*.a"),
    *("site-packages", "dist-packages"),
)
# Without certificates of its own: those of this machine are mounted, so that no package may write them.
_MORE = ("apt", "netbase", "tzdata")


def make_root(root: Path, python: str) -> None:
    """Fill an empty folder with the file system of the base image."""
    for name in _MERGED:
        if Path("/", name).is_symlink():
            (root / name).symlink_to(f"usr/{name}")
            (root / "usr" / name).mkdir(parents=True, exist_ok=True)
    stanzas = _stanzas(STATUS.read_text(encoding="utf-8"))
    chosen = sorted(_closure(stanzas))
    files = {line for name in chosen for line in _files(name, stanzas[name])}
    _copy(sorted(files), root)
    status = root / STATUS.relative_to("/")
    status.parent.mkdir(parents=True, exist_ok=True)
    status.write_text("\n".join(stanzas[name] for name in chosen), encoding="utf-8")
    _copy(_system_files(chosen), root)
    for folder, mode in (
        ("tmp", 0o1777),
        ("proc", 0o755),
        ("sys", 0o755),
        ("dev", 0o755),
        ("root", 0o700),
    ):
        (root / folder).mkdir(exist_ok=True)
        (root / folder).chmod(mode)
    _copy_python(python, root / "usr/local")


def _stanzas(status: str) -> dict[str, str]:
    """Return what dpkg knows of each installed package of this machine."""
    found = {}
    for stanza in re.split(r"\n\n+", status):
        name = re.search(r"^Package: (.+)$", stanza, re.MULTILINE)
        if name and "\nStatus: install ok installed" in stanza:
            found[name[1]] = stanza.strip() + "\n"
    return found


def _closure(stanzas: dict[str, str]) -> set[str]:
    """Return the essential packages and what they depend on."""
    providers = {
        provided: name
        for name, text in sorted(stanzas.items(), reverse=True)
        for line in re.findall(r"^Provides: (.+)$", text, re.MULTILINE)
        for provided in re.findall(r"[^ ,(]+(?= \(|,|$)", line)
    } | {name: name for name in stanzas}
    wanted = [name for name, text in stanzas.items() if "\nEssential: yes" in text]
    wanted += [name for name in _MORE if name in stanzas]
    chosen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in chosen:
            chosen.add(name)
            wanted.extend(_dependencies(stanzas[name], providers))
    return chosen


def _dependencies(stanza: str, providers: Mapping[str, str]) -> Iterator[str]:
    for line in re.findall(r"^(?:Pre-)?Depends: (.+)$", stanza, re.MULTILINE):
        for alternatives in line.split(","):
            names = (re.split(r"[ :(]", each.strip())[0] for each in alternatives.split("|"))
            installed = next((name for name in names if name in providers), None)
            if installed is not None:
                yield providers[installed]


def _files(name: str, stanza: str) -> Iterator[str]:
    architecture = re.search(r"^Architecture: (.+)$", stanza, re.MULTILINE)
    lists = [_INFO / f"{name}.list"]
    if architecture:
        lists.append(_INFO / f"{name}:{architecture[1]}.list")
    for listed in filter(Path.exists, lists):
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("/") and line != "/." and not _LEFT_OUT.match(line):
                yield line


def _system_files(packages: Iterable[str]) -> list[str]:
    """Return what installing has made, and what dpkg itself keeps about the packages."""
    made = ["/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/debconf.conf"]
    made += ["/etc/alternatives", "/etc/ld.so.conf", "/etc/ld.so.conf.d"]
    made += [str(path) for path in Path("/etc/alternatives").iterdir()]
    made += [str(path) for path in Path("/usr/bin").iterdir() if _is_alternative(path)]
    made += [str(_INFO / "format"), "/var/lib/dpkg/triggers/File", "/var/lib/dpkg/arch"]
    for name in packages:
        made += [str(path) for mark in ".:" for path in _INFO.glob(f"{name}{mark}*")]
    return made


def _is_alternative(path: Path) -> bool:
    return path.is_symlink() and str(path.readlink()).startswith("/etc/alternatives/")


def _copy(paths: Iterable[str], root: Path) -> None:
    """Copy files and folders, the latter without what lies in them."""
    existing = "\0".join(path.lstrip("/") for path in paths if Path(path).exists())
    pack = ["tar", "-C", "/", "--no-recursion", "--null", "-T", "-", "-cf", "-"]
    unpack = ["tar", "-C", str(root), "--keep-directory-symlink", "-xf", "-"]
    with (
        subprocess.Popen(pack, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as packing,
        subprocess.Popen(unpack, stdin=packing.stdout) as unpacking,
    ):
        assert packing.stdin is not None
        packing.stdin.write(existing.encode())
        packing.stdin.close()
    assert (packing.returncode, unpacking.returncode) == (0, 0)


def _copy_python(python: str, target: Path) -> None:
    """Copy an interpreter with its standard library, and unpack the pip that comes with it."""
    run = subprocess.run([python, "-c", _FACTS], capture_output=True, text=True, check=True)
    version, prefix, library, pip = run.stdout.splitlines()
    name = f"python{version}"
    (target / "bin").mkdir(parents=True, exist_ok=True)
    shutil.copy2((Path(prefix) / "bin" / name).resolve(), target / "bin" / name)
    for link in ("python3", "python"):
        (target / "bin" / link).symlink_to(name)
    inside = target / "lib" / name
    shutil.copytree(library, inside, ignore=_NOT_NEEDED, symlinks=True)
    with zipfile.ZipFile(pip) as wheel:
        wheel.extractall(inside / "site-packages")
    _copy_libraries([target / "bin" / name, *inside.rglob("*.so")], target.parents[1])


def _copy_libraries(binaries: Iterable[Path], root: Path) -> None:
    """Copy what the interpreter and its modules are linked with, where no package brought it."""
    run = subprocess.run(
        ["ldd", *map(str, binaries)], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    for found in sorted(set(re.findall(r"=> (/\S+) \(", run.stdout))):
        if not (root / found.lstrip("/")).exists():
            shutil.copy2(Path(found).resolve(), root / "usr/local/lib" / Path(found).name)
    subprocess.run(["ldconfig", "-r", str(root)], check=True, timeout=_SECONDS)

"""buildah and podman in a folder of their own: nothing of this machine's images is seen or kept."""

import json
import os
import resource
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environments import pip_settings
from images.base import STATUS, make_root

PACKAGES = Path(__file__).with_name("packages.txt").read_text(encoding="utf-8").split()
"""The Debian packages that bring everything; `.ci/run` installs them."""

_SECONDS = 600
_STORAGE = """\
[storage]
driver = "overlay"
graphroot = "{folder}/storage"
runroot = "{folder}/run"
"""
# runc, because crun refuses hybrid control groups. Limits are given, because the tools would raise
# them, which takes a capability that a machine which is itself a container may lack.
_CONTAINERS = """\
[containers]
default_ulimits = ["nofile={files}:{files}", "nproc=16384:16384"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
"""


# Where the steps of a Dockerfile meet this machine; none of it enters the image.
_OF_THIS_MACHINE = tuple(
    (each, each) for each in ("/etc/ssl/certs", "/etc/apt", "/usr/share/keyrings")
)


def why_not() -> str:
    """Say why images cannot be built on this machine; an empty text where they can."""
    missing = [tool for tool in ("buildah", "podman", "runc", "conmon") if not shutil.which(tool)]
    if missing:
        return f"{' '.join(missing)} not installed: apt-get install {' '.join(PACKAGES)}"
    if os.geteuid() != 0:
        return "images are built and run as root"
    if not STATUS.exists():
        return "the base image is made of the packages of a Debian machine"
    return ""


@dataclass(frozen=True, slots=True)
class Engine:
    """The tools, with storage and configuration below `folder`."""

    folder: Path

    def prepare(self) -> None:
        """Write the configuration; the folder must be empty."""
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self.folder.joinpath("tmp").mkdir()
        self._write("storage.conf", _STORAGE.format(folder=self.folder))
        self._write("containers.conf", _CONTAINERS.format(files=files))
        self._write("pip.conf", _pip_configuration())

    def make_base(self, tag: str, python: str) -> str:
        """Make a base image with that interpreter; return its tag."""
        root = self.folder / "root"
        root.mkdir()
        make_root(root, python)
        changes = (
            "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
            "ENV LANG=C.UTF-8",
            'CMD ["python3"]',
        )
        words = (word for change in changes for word in ("--change", change))
        with subprocess.Popen(["tar", "-C", root, "-cf", "-", "."], stdout=subprocess.PIPE) as tar:
            self.run("podman", "import", "--quiet", *words, "-", tag, stdin=tar.stdout)
        assert tar.returncode == 0
        shutil.rmtree(root)
        return tag

    def derive(self, base: str, tag: str, *steps: str) -> str:
        """Make an image on a base by some steps of a Dockerfile; return its tag."""
        context = self.folder / "derive"
        context.mkdir()
        text = "\n".join(["ARG BASE_IMAGE", "FROM ${BASE_IMAGE}", *steps, ""])
        (context / "Dockerfile").write_text(text, encoding="utf-8")
        self.build(context, base, tag)
        shutil.rmtree(context)
        return tag

    def build(self, context: Path, base: str, tag: str) -> str:
        """Build the Dockerfile of a worker on a base image; return what the builder printed."""
        mounts = (*_OF_THIS_MACHINE, (str(self.folder / "pip.conf"), "/etc/pip.conf"))
        volumes = (f"{here}:{there}:ro" for here, there in mounts if Path(here).exists())
        return self.run(
            *("buildah", "bud", "--format", "docker", "--isolation", "chroot", "--layers"),
            *("--network", "host", "--pull-never", "--build-arg", f"BASE_IMAGE={base}"),
            *(word for volume in volumes for word in ("--volume", volume)),
            *("--tag", tag, str(context)),
        )

    def layers(self, image: str) -> list[str]:
        """Return the digests of an image's layers, the base's first."""
        [known] = json.loads(self.run("podman", "image", "inspect", image))
        found: list[str] = known["RootFS"]["Layers"]
        return found

    def run(self, *command: str, stdin: Any = subprocess.DEVNULL) -> str:
        """Run one of the tools, which must succeed; return what it prints to either stream."""
        done = self.attempt(*command, stdin=stdin)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def attempt(
        self, *command: str, stdin: Any = subprocess.DEVNULL
    ) -> "subprocess.CompletedProcess[str]":
        """Run one of the tools to its end."""
        return subprocess.run(
            command,
            env={
                **os.environ,
                "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf"),
                "CONTAINERS_CONF": str(self.folder / "containers.conf"),
                "BUILDAH_RUNTIME": "runc",
                # Where buildah keeps what RUN steps cache.
                "TMPDIR": str(self.folder / "tmp"),
            },
            stdin=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_SECONDS,
        )

    def remove(self) -> None:
        """Remove the folder with everything in it, containers that still run first."""
        if (self.folder / "containers.conf").exists():
            # With its configuration, "all" means those of this folder and none of the machine's.
            self.run("podman", "rm", "--force", "--all", "--time", "0")
        mounted = [
            line.split(" ")[4]
            for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
        ]
        for place in sorted(mounted, reverse=True):
            if Path(place).is_relative_to(self.folder):
                subprocess.run(["umount", place], check=True, timeout=_SECONDS)
        while self.folder.exists():
            # What podman starts to tidy up after a container may be removing parts as well.
            with suppress(FileNotFoundError):
                shutil.rmtree(self.folder)

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


def _pip_configuration() -> str:
    """Return this machine's configuration of pip, less what names files: those are not mounted."""
    lines = ["[global]"]
    for name, value in pip_settings().items():
        if name in ("index-url", "extra-index-url", "trusted-host", "timeout", "cert"):
            kept = [word for word in value.split() if not word.startswith("file:")]
            lines += [f"{name} = {' '.join(kept)}"] if kept else []
    return "\n".join(lines) + "\n"

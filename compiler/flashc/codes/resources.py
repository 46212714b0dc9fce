"""FC5xx: resources."""

from typing import Final

from flashc.codes.kinds import error, error_or_warning, note, warning

NAME_MISSING: Final = error_or_warning(
    "FC501",
    "endpoint has no name",
    """A resource needs `name="..."`: it names the endpoint, its folder and its package.""",
)
NAME_UNUSABLE: Final = error_or_warning(
    "FC502",
    "endpoint name is not a portable file name",
    """The name becomes a folder, so it must be a plain file name on every system: not empty, no `/`,
`\\`, `:`, `*`, `?`, `"`, `<`, `>`, `|` or characters that nobody sees, no leading dot, no trailing dot or
space, at most 100 characters and 200 bytes, and not a device name of Windows such as `con` or `COM1`.

It is typed in commands too: it does not start with `-`, holds no `$` and no backquote, and has a letter
or a digit. Letters of any script, spaces and other punctuation are fine.""",
)
NAME_TAKEN: Final = error(
    "FC503",
    "two endpoints share a name",
    """Two resources have the same name, or names that become the same folder or package after
normalisation (letter case, punctuation), but are not the same declaration. One would overwrite the
other.

Give them different names, or declare the resource once and import it.""",
)
INVALID_DEPENDENCY: Final = error(
    "FC504",
    "dependency is not a requirement",
    """Each entry of `dependencies` is one PEP 508 requirement, such as `numpy`, `torch>=2` or
`pillow[webp]==11.*`. Options of pip, shell text and several requirements in one string are not.""",
)
INVALID_SYSTEM_DEPENDENCY: Final = error(
    "FC505",
    "system dependency is not a Debian package name",
    """Each entry of `system_dependencies` is one Debian package, such as `ffmpeg`, with `=version` where
you need one. Names are lower-case letters, digits, `+`, `-` and `.`.""",
)
PLATFORM_IMAGE: Final = note(
    "FC506",
    "the platform's runtime image is not a base",
    """`imageName` names one of the platform's own runtime images. They contain the SDK's handler, not a
plain Python, so the worker's image is built on a slim Python image instead. An image of your own
becomes the worker's base.""",
)

INVALID_VARIABLE: Final = error(
    "FC507",
    "environment variable that no system can hold",
    """A variable has a name that is not empty and holds no `=` and no NUL, and its value is text without
NUL. The worker sets them before your modules are imported, and would not start with this one.""",
)
QUEUE_SCALER: Final = error(
    "FC508",
    "queue scaler on a load-balanced endpoint",
    """A load-balanced endpoint has no queue, so the platform scales it by the number of requests
(`REQUEST_COUNT`) and refuses any other scaler.""",
)
CONCURRENCY_WITHOUT_EFFECT: Final = warning(
    "FC510",
    "max_concurrency without effect",
    """`max_concurrency` is how many jobs one worker of a queue endpoint runs at a time. An endpoint with
routes has no jobs, and a function that is not async keeps the worker busy until it ends, so that all
others wait for it.""",
)
FIELD_VALUE: Final = error_or_warning(
    "FC511",
    "wrong value of a resource's field",
    """A field of a resource has a value that the API refuses: another type, a number out of its range, a
GPU, CPU instance, data center or version of CUDA that the platform does not offer, a field that
`PodTemplate` or `NetworkVolume` does not have, or two fields that contradict each other.""",
)
BREAKS_THE_START: Final = error(
    "FC512",
    "variable that keeps a worker from starting",
    """`PATH`, `PYTHONPATH` and `PYTHONHOME` say where the worker's image finds its Python and its packages. The
platform sets what `env` names before anything runs, so the image would not find them any more.

Name a program by its whole path, and put modules below the import root or into `dependencies`.""",
)
SET_ELSEWHERE: Final = warning(
    "FC513",
    "variable in env that is set or read elsewhere",
    """The worker sets what `env` names when its package is imported, and only what is not set yet. That is too
late for what Python and the loader of libraries read when the process starts (`PYTHONHASHSEED`,
`LD_PRELOAD`), and without effect for what the image or the platform sets itself (`HOST`, `PORT`, `HOME`).

Set it where the worker is deployed.""",
)

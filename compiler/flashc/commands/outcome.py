"""What a command gives back, and how it was asked to look."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class ExitCode(IntEnum):
    """The process's answer to whoever called it."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2


class Stream(Enum):
    """Results go to OUT, what is said about them to ERR."""

    OUT = "stdout"
    ERR = "stderr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text for one stream, printed as it is."""

    stream: Stream
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything that a command has to say, in the order in which a terminal shows it."""

    exit_code: ExitCode
    pieces: tuple[Piece, ...] = ()


class Volume(Enum):
    """How much to say."""

    QUIET = "only errors"
    NORMAL = "results and diagnostics"
    VERBOSE = "also the files read and written, and where the time went"


class Format(Enum):
    """For whom to write."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"

    @property
    def is_document(self) -> bool:
        """Whether everything goes into one document, and nothing is said beside it."""
        return self in (Format.JSON, Format.SARIF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How output should look; each stream has its own answer to whether it is a terminal."""

    color_out: bool
    color_err: bool
    volume: Volume
    format: Format


class CommandError(Exception):
    """The command line asks for something that cannot be done; `advice` says what to type."""

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def out(text: str) -> Piece:
    """Give a piece of the result."""
    return Piece(stream=Stream.OUT, text=text)


def err(text: str) -> Piece:
    """Give a piece of what is said about it."""
    return Piece(stream=Stream.ERR, text=text)

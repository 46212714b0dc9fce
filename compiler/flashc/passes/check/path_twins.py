"""FC622: files of one worker whose paths some systems cannot tell apart."""

import unicodedata
from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.plan.worker import UserFile
from flashc.source import Span


def check_path_twins(
    bindings: Bindings, closures: Mapping[str, Closure], files: Mapping[str, tuple[UserFile, ...]]
) -> Iterator[Diagnostic]:
    """Report each file that takes the place of another where case or normalisation is ignored."""
    said: set[str] = set()
    for endpoint, closure in closures.items():
        places = {
            bindings.modules[name].source.shipped: bindings.modules[name].source.path
            for name in closure.shipped
        }
        others = (file.path for file in files.get(endpoint, ()) if file.path not in places)
        first: dict[str, str] = {}
        for path in sorted((*places, *others)):
            earlier = first.setdefault(_folded(path), path)
            if earlier != path and path not in said:
                said.add(path)
                yield _twins(earlier, path, places)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _twins(earlier: str, later: str, places: Mapping[str, str]) -> Diagnostic:
    spans = [Span(path=places[p], start=0, end=0) for p in (later, earlier) if p in places]
    return Diagnostic(
        code=codes.PATH_TWINS,
        message=f"`{later}` and `{earlier}` are one file on some systems",
        primary=Label(span=spans[0]) if spans else None,
        labels=tuple(Label(span=span, text="the other") for span in spans[1:]),
        help="rename one, so that they differ in more than the case or composition of letters",
    )

"""Which values of the Host header name a server: those that a URL may have in that place.

Anything else, such as `a@b` or `a/b`, would change the meaning of a URL that is made of it; RFC 9112,
section 3.2, wants 400 for it. Neither parser of uvicorn's looks at it.
"""

import re

_NAME = rb"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
# The zone of an address counts on its own machine alone; older clients send it all the same.
_ADDRESS = rb"[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~%-]+)?"
_LATER_ADDRESS = rb"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+"
_HOST = re.compile(rb"(?:\[(?:%b|%b)\]|%b)(?::[0-9]*)?[ \t]*" % (_ADDRESS, _LATER_ADDRESS, _NAME))


def is_host(value: bytes) -> bool:
    """Say whether a value is `uri-host [":" port]` of RFC 9110; an empty one is.

    Blanks at the end belong to no value, but one of the parsers leaves them there.
    """
    return _HOST.fullmatch(value) is not None

"""Requests for the tests of the fast path: ordinary ones, odd ones and broken ones."""

import json

from hypothesis import strategies as st

from runtime.twins import JSON

WORDS = st.sampled_from(
    [
        *"red blue x y 0 1 -1 2 007 1e3 1.5 .5 nan NaN inf -Infinity true True yes off on".split(),
        *"null None 2024-02-29 2024-02-30 2024-02-29T12:00:00Z 12:30 P1DT2H 99 100 ab".split(),
        *"00000000-0000-0000-0000-000000000001 1_000 0x1 ٣ é a/b ..".split(),
        *["", " ", " 1", "1 ", "\n", "1\n", "9" * 30, "9" * 4301, "\x00", "\ud800"],
    ]
)
TEXTS = WORDS | st.text(max_size=8)
SCALAR_VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | st.sampled_from([0, 1, 2, 1.0, 10**30])
)
VALUES = st.recursive(
    SCALAR_VALUES,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "count", "when", "x", "1"]), inner, max_size=3),
    max_leaves=6,
)
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["x", "x", "x", "z", "", "X", "%78", "x%00", "x+"]),
        st.sampled_from(["=", "", "=="]),
        TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1"))
        | st.sampled_from(["%31", "%zz", "%", "+1", "%F0%9F", "%C3%A9", "a%26b", ";x=2"]),
    ),
    max_size=4,
).map(lambda parts: "&".join(map("".join, parts)).encode("latin-1"))
BROKEN = st.sampled_from(
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"x"',
        b'{"x":1,}',
        b'{"x":1}{"x":2}',
        b'{"x":1,"x":2}',
        b'{"x":1}\n\n',
        b"\xef\xbb\xbf" + b'{"x":1}',
        '{"x":1}'.encode("utf-16"),
        '{"x":"é"}'.encode("latin-1"),
        b'{"x":"\xed\xa0\x80"}',
        b'{"x":"\\ud800"}',
        b'{"x":"\x01"}',
        b'{"x":' + b"9" * 4301 + b"}",
        b'{"x":' + b"9" * 400 + b"}",
        b'{"x":1e999,"y":-0}',
        b'{"x":NaN}',
        b'{"x":-Infinity}',
        b'{"x":' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"x":' + b"[" * 30000 + b"]" * 30000 + b"}",
    ]
)
BODIES = (
    st.dictionaries(st.sampled_from(["x", "x", "json", "y"]), VALUES, max_size=3) | VALUES
).map(lambda value: json.dumps(value).encode()) | BROKEN
TYPES = st.sampled_from(
    [
        JSON,
        JSON,
        JSON,
        ((b"content-type", b"application/json; charset=utf-8"),),
        ((b"content-type", b"application/json; charset=latin-1"),),
        ((b"content-type", b"APPLICATION/JSON"),),
        ((b"content-type", b"application/vnd.api+json"),),
        ((b"content-type", b"text/plain"),),
        ((b"content-type", b""),),
        ((b"content-type", b"text/plain"), *JSON),
        (*JSON, (b"content-type", b"text/plain")),
        (),
    ]
)
OTHER_HEADERS = st.lists(
    st.sampled_from(
        [
            (b"cookie", b"a=b; session=\xff"),
            (b"cookie", b"x=1"),
            (b"accept", b"text/html"),
            (b"authorization", b"Bearer x"),
            (b"x", b"7"),
            (b"x-request-id", b"mine"),
            (b"x-forwarded-proto", b"https"),
            (b"traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"),
            (b"transfer-encoding", b"chunked"),
            (b"content-encoding", b"gzip"),
            (b"accept-encoding", b"gzip"),
            (b"expect", b"100-continue"),
            (b"content-length", b"0"),
        ]
    ),
    max_size=3,
).map(tuple)
"""What no route here asks for: it changes nothing, on either way."""

"""Random texts, literals and names, hostile in every way that a user's program can be."""

import keyword

from hypothesis import strategies as st

SNIPPETS = (
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "\\\\",
    '\\"',
    "{",
    "}",
    "{{ x }}",
    "{% raw %}",
    "${HOME}",
    "$(id)",
    "`id`",
    "#",
    ";",
    "|",
    "<b>",
    "&amp;",
    "*",
    "_",
    "[x](y)",
    "\n",
    "\r\n",
    "\t",
    "\f",
    "\0",
    " ",
    "  ",
    "\n    ",
    "\n\n        ",
    "\x1b[31m",
    "\x7f",
    "\x9b",
    "\u202e",
    "\u200b",
    "\u2028",
    "\xa0",
    "\u3000",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\u00e9",
    "\u65e5\u672c",
    "\uff21",
    "e\u0301",
    "\U0001f600",
    "\u2764\ufe0f",
    "\U000e0041",
    "\\N{DASH}",
    "\\x41",
    "\\u00AB",
    "word",
    "some longer words that fill a line",
)

hostile = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.characters(exclude_categories=()), st.text(max_size=8)),
    max_size=12,
).map("".join)

literals = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.binary(max_size=20),
    hostile,
)

_PARTS = (
    "user",
    "a",
    "list_of",
    "x1",
    "x10",
    "Item",
    "MAX",
    "\u00e9t\u00e9",
    "\u540d\u524d",
    "very_long_name_of",
)


def _identifier(parts: list[str]) -> str:
    name = "_".join(parts)
    return f"{name}_" if keyword.iskeyword(name) else name


identifiers = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map(_identifier)
dotted = st.lists(identifiers, min_size=1, max_size=3).map(".".join)

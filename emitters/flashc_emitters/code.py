"""The type that separates code from text.

User text is `str`; what an encoder or the layout made of it is `Code`. Templates accept only
`Code`, so text that nobody encoded cannot reach a file.
"""


class Code(str):
    """Text in the language of the file that it is printed into."""

    __slots__ = ()


class PlanError(ValueError):
    """A plan that cannot be printed: a fault of flashc's own, never of the user's program."""

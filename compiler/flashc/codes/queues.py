"""FC23x: what queue endpoints run."""

from typing import Final

from flashc.codes.kinds import error, warning

NO_METHODS: Final = warning(
    "FC230",
    "class without a method for jobs",
    """A class on a queue endpoint is made once, and each job names one of its methods. This class has
none: neither a public method of its own, nor `__call__`, nor one that it inherits.

Properties, and methods whose names begin with `_`, are not for jobs.""",
)
METHODS_UNSEEN: Final = warning(
    "FC231",
    "methods that cannot be seen",
    """A base of the class is computed, or bound more than once, or a method is defined under a condition.
Only running the code could tell which methods the class then has, so those are not offered to jobs.
All others are.""",
)
METHOD_WITHOUT_SELF: Final = error(
    "FC232",
    "method without self",
    """A method gets its object as the first argument, so without a parameter for it every job that
names the method ends with a TypeError.

Add `self` (`cls` for a class method), or make it a static method.""",
)
TARGET_NAME_TAKEN: Final = warning(
    "FC233",
    "two targets of one name on a queue",
    """A job says by name which function or class of a queue endpoint it is for. Two modules put a
function of the same name on one endpoint, so the name does not say which.""",
)
ROUTE_ON_QUEUE: Final = warning(
    "FC234",
    "method or path on a queue endpoint",
    """Jobs of a queue endpoint come from its queue, which has no HTTP methods and paths of yours. The
API ignores both.

Use a load-balanced resource where you want the route.""",
)

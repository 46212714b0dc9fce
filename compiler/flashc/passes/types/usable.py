"""Which library types pydantic understands in the annotations of generated code."""

# Whole packages whose types FastAPI treats specially: part of the design, not emitted yet.
NOT_YET = ("fastapi.", "starlette.")

USABLE = frozenset(
    {
        *(
            f"builtins.{name}"
            for name in ("str", "int", "float", "bool", "list", "dict", "set", "frozenset", "tuple")
        ),
        *(f"datetime.{name}" for name in ("date", "datetime", "time", "timedelta")),
        "decimal.Decimal",
        "uuid.UUID",
        "pathlib.Path",
        *(
            f"collections.abc.{name}"
            for name in (
                *("Sequence", "Iterable", "Mapping", "MutableMapping"),
                *("MutableSequence", "MutableSet"),
            )
        ),
        *(f"collections.{name}" for name in ("deque", "OrderedDict", "Counter")),
        *(
            f"ipaddress.{name}"
            for name in ("IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network")
        ),
    }
)
# Third-party types that pydantic brings itself; the project declares the package.
USABLE_PACKAGES = ("pydantic.",)

# Generic types without arguments, and the arguments that generated code gives them.
ARGUMENTS = {
    "builtins.list": 1,
    "builtins.set": 1,
    "builtins.frozenset": 1,
    "builtins.tuple": 1,
    "builtins.dict": 2,
    "collections.abc.Sequence": 1,
    "collections.abc.Iterable": 1,
    "collections.abc.Mapping": 2,
    "collections.abc.MutableMapping": 2,
    "collections.abc.MutableSequence": 1,
    "collections.abc.MutableSet": 1,
    "collections.deque": 1,
    "collections.OrderedDict": 2,
}


def is_usable_library(name: str) -> bool:
    """Whether generated code may state the library type `name`."""
    return name in USABLE or name.startswith(USABLE_PACKAGES)

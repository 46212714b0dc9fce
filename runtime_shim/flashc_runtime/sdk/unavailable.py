"""Names of the SDK that can be imported, and say precisely what is missing when they are used."""

from typing import Any, NoReturn


class Unavailable(type):
    """Metaclass of a stand-in without function: creating or calling anything on it raises."""

    def __call__(cls, *_args: Any, **_fields: Any) -> NoReturn:
        """Raise `NotImplementedError` with what to do instead."""
        cls._refuse()

    def __getattr__(cls, name: str) -> NoReturn:
        # Special names are asked for by pickle, inspect and pytest, which expect AttributeError.
        if name.startswith("_"):
            raise AttributeError(name)
        cls._refuse(name)

    def _refuse(cls, name: str = "") -> NoReturn:
        used = f"{cls.__name__}.{name}" if name else cls.__name__
        raise NotImplementedError(f"{used} is not available here: {cls.__doc__}")


class ResourceManager(metaclass=Unavailable):
    """endpoints are compiled by flashc and run as workers, not deployed by the running program."""


class FlashApp(metaclass=Unavailable):
    """apps and environments exist on the platform alone; flashc has no counterpart of them."""

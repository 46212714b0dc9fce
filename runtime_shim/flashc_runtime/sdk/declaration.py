"""Objects that are declared by keyword: resources, volumes, templates."""

from typing import Any, ClassVar, NoReturn, dataclass_transform

from flashc_runtime.naming import suggestion


@dataclass_transform(kw_only_default=True)
class Declaration:
    """Base of classes whose annotated attributes are keyword-only fields with defaults.

    Type checkers read the fields of a subclass as those of a dataclass. At run time an unknown
    field is a `TypeError` that names it and what was probably meant. `dataclasses` is not used:
    it would make up most of the time that importing the SDK takes.
    """

    _set_by_platform: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **fields: Any) -> None:
        for name in fields:
            if name not in self.field_names():
                self._reject(TypeError, name)
        for name in self.field_names():
            if name not in fields and not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__}() needs a {name}: pass {name}=...")
            value = fields.get(name, getattr(type(self), name, None))
            # A default sequence is a tuple in the class and a list of its own in each object.
            super().__setattr__(name, list(value) if isinstance(value, tuple) else value)
        self._validate()

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.field_names():
            self._reject(AttributeError, name)
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={getattr(self, 'name', None)!r})"

    @classmethod
    def field_names(cls) -> list[str]:
        """Return the names of all fields, in the order of declaration."""
        found: dict[str, None] = {}
        for each in reversed(cls.__mro__):
            found.update(dict.fromkeys(getattr(each, "__annotations__", ())))
        return [name for name in found if not name.startswith("_")]

    def _validate(self) -> None:
        """Check the fields against each other; subclasses raise `ValueError`."""

    def _reject(self, error: type[Exception], name: str) -> NoReturn:
        if name in self._set_by_platform:
            raise error(f"{name} is known after deployment and cannot be set by hand")
        hint = suggestion(name, self.field_names())
        raise error(f"{type(self).__name__} has no field {name!r}{hint}")

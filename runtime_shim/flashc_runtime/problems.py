"""Problems of a body: a request may have as many as it has bytes, and each costs a kilobyte to tell.

FastAPI tells all of them before anything else is asked. So of a great many only the number is told.
Tested with FastAPI 0.165.0, pydantic 2.14.0 and 2.14.4.
"""

from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

MOST_LISTED: Final = 1000
"""Problems of one request that its answer lists; how many more there are is said."""
MOST_TOLD: Final = 20_000
"""Problems of one body of which any are listed."""


def bound_problems(dependant: Any) -> None:
    """Bound what FastAPI tells of the bodies of a route, those of its dependencies included.

    `dependant` is FastAPI's. Where its insides are others than those known here, nothing changes.
    """
    waiting = [dependant]
    while waiting:
        one = waiting.pop()
        waiting.extend(getattr(one, "dependencies", ()))
        for field in getattr(one, "body_params", ()):
            adapter = getattr(field, "_type_adapter", None)
            if isinstance(adapter, TypeAdapter):
                field._type_adapter = _Bounded(adapter)


class _Bounded:
    """A type adapter that tells the number of its problems alone where there are too many."""

    def __init__(self, adapter: TypeAdapter[Any]) -> None:
        self._adapter = adapter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adapter, name)

    def validate_python(self, value: Any, **options: Any) -> Any:
        """Validate as the adapter does."""
        try:
            return self._adapter.validate_python(value, **options)
        except ValidationError as error:
            count, title = error.error_count(), error.title
            if count <= MOST_TOLD:
                raise
        # Outside of the handler, so that the other error and all that it holds is gone.
        told = PydanticCustomError(
            "too_many_errors", "{count} errors are not listed", {"count": count}
        )
        raise ValidationError.from_exception_data(title, [{"type": told, "input": None}])

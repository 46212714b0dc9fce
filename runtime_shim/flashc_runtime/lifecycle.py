"""Where this process stands between its start and its end."""

_draining = False


def start_draining() -> None:
    """Declare that the process finishes its requests and ends; there is no way back."""
    global _draining  # noqa: PLW0603  (a process ends once)
    _draining = True


def is_draining() -> bool:
    """Say whether the process is about to end, so that `/ping` sends traffic elsewhere."""
    return _draining

"""What a worker reads from its environment, and what it takes where nothing is set."""

import pytest

from flashc_runtime.settings import SettingsError, read_settings


def test_the_defaults_serve_on_port_8000_of_every_address() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.health_port) == ("0.0.0.0", 8000, None)
    assert settings == read_settings({"HOST": "", "PORT": "", "PORT_HEALTH": "8000"})
    assert settings.execute_token == ""


def test_what_is_set_is_taken() -> None:
    given = {"HOST": "::", "PORT": "0", "PORT_HEALTH": "9000", "FLASH_EXECUTE_TOKEN": " t "}
    settings = read_settings(given)
    assert (settings.host, settings.port, settings.health_port) == ("::", 0, 9000)
    assert settings.execute_token == "t"  # noqa: S105


@pytest.mark.parametrize("port", ["65536", "-1", "80a", "８０"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(SettingsError, match=r"^PORT must be a port number from 0 to 65535, not "):
        read_settings({"PORT": port})

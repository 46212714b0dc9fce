"""Names that the compiler, a worker and its callers must agree on."""

import pytest

from flashc_runtime.naming import address_variable, slug, suggestion


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("user-service", "user_service"),
        ("User Service", "user_service"),
        ("3d.models", "endpoint_3d_models"),
        ("ｆｕｌｌ", "full"),
        ("①x", "endpoint_1x"),
        ("größe", "gr__e"),
    ],
)
def test_a_slug_is_lower_case_ascii(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_variable_of_an_address_is_upper_case() -> None:
    assert address_variable("user-service") == "FLASH_ENDPOINT_URL_USER_SERVICE"


def test_a_suggestion_is_made_only_for_something_close() -> None:
    assert suggestion("ptach", ["PATCH", "GET"]) == "; did you mean 'PATCH'?"
    assert suggestion("zzz", ["PATCH", "GET"]) == ""

"""The Host of a request is what a URL may have in that place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashc_runtime.host import is_host

_UNRESERVED = "abcxyzABCXYZ0189-._~"
_LETTERS = st.text(_UNRESERVED + "!$&'()*+,;=", max_size=20)
_ESCAPE = st.integers(0, 255).map("%{:02x}".format)
NAMES = st.lists(_LETTERS | _ESCAPE, max_size=4).map("".join)
ADDRESSES = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map("[{}]".format)
PORTS = st.just("") | st.integers(0, 65535).map(":{}".format) | st.just(":")
HOSTS = st.builds("{}{}".format, NAMES | ADDRESSES, PORTS)
NOWHERE = ' \t/\\?#@<>"{}|^`\x00\x7f\x80\xff'


@given(HOSTS)
def test_names_and_addresses_with_and_without_a_port_are_hosts(host: str) -> None:
    assert is_host(host.encode("ascii"))


@given(HOSTS, st.sampled_from(NOWHERE), st.data())
def test_one_character_that_no_host_has_makes_it_none(
    host: str, bad: str, data: st.DataObject
) -> None:
    # Blanks at the end are no part of a value.
    place = data.draw(st.integers(0, len(host) - 1 if bad in " \t" and host else len(host)))
    changed = host[:place] + bad + host[place:]
    if not host and bad in " \t":
        changed += "x"
    assert not is_host(changed.encode("latin-1"))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "x",
        "user-service.example:8000",
        "a_b",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:8000",
        "[::ffff:127.0.0.1]:1",
        "[fe80::1%25eth0]:80",
        "[fe80::1%eth0]",
        "[v1.fe:80]",
        "x ",
        "x\t",
        "%41",
        "x:",
    ],
)
def test_what_clients_send_is_a_host(host: str) -> None:
    assert is_host(host.encode("ascii"))


@pytest.mark.parametrize(
    "host",
    [
        "a@b",
        "a/b",
        "a\\b",
        "a?b",
        "a#b",
        "a b",
        " a",
        "http://a",
        "::1",
        "a:b",
        "a:1:2",
        "[::1",
        "::1]",
        "[]",
        "[x]",
        "[::1]x",
        "[::1]:80:80",
        "%4",
        "%zz",
        "\u00e9",
        "a\x00",
        "a\n",
        "-\r\n",
    ],
)
def test_what_would_change_a_url_is_none(host: str) -> None:
    assert not is_host(host.encode("utf-8"))

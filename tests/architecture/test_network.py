"""A unit test asks nobody: not even this machine."""

import socket

import pytest


def test_a_unit_test_has_no_network() -> None:
    with pytest.raises(UserWarning, match=r"A test tried to use socket\.getaddrinfo"):
        socket.create_connection(("localhost", 9), timeout=1)
    with pytest.raises(UserWarning, match=r"A test tried to use socket\.socket"):
        socket.socket()

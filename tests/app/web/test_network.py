"""A test that is served asks this machine alone."""

import socket

import pytest


def test_nobody_outside_of_this_machine_is_asked() -> None:
    with pytest.raises(UserWarning, match=r'connect\(\) with host "192\.0\.2\.1"'):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", 9), timeout=1)

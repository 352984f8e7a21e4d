"""Slow senders and many connections of one address leave a place for everybody else."""

import http.client
import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli.server import AT_ADDRESS, CONNECTIONS, PATIENCE, Server
from app.services.networks import network_of
from tests.app.web.serving import served, until

SENDING = b"PUT /api/v1/attempts/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def many_files() -> Iterator[None]:
    """Both ends of each connection are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096) if hard != resource.RLIM_INFINITY else 4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def knock(server: Server, source: str = "127.0.0.1", data: bytes = b"GET / HTTP/1.1\r\nHo") -> socket.socket:
    """A connection on which a request has begun."""
    connection = socket.create_connection(("127.0.0.1", server.effective_port), 10, (source, 0))
    connection.sendall(data)
    return connection


def is_answered(server: Server, source: str) -> bool:
    with closing(
        http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10, source_address=(source, 0))
    ) as phone:
        phone.request("GET", "/")
        return phone.getresponse().read() == b"ok"


def is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


@pytest.mark.parametrize("proxy", [None, "127.0.0.1"])
@pytest.mark.parametrize("sources", [["127.0.0.1"], ["127.0.0.1", "127.0.0.2", "127.0.0.3"]])
def test_six_hundred_slow_connections_leave_a_place_for_an_honest_one(
    many_files: None, sources: list[str], proxy: str | None
) -> None:
    with served(application, proxy=proxy) as server, ExitStack() as stack:
        honest = stack.enter_context(closing(knock(server, "127.0.0.9")))
        for number in range(600):
            stack.enter_context(closing(knock(server, sources[number % len(sources)])))

        assert is_answered(server, "127.0.0.9")
        assert is_answered(server, "127.0.0.1"), "also from where they come"
        assert len(server.active_channels) <= CONNECTIONS + 1
        if sources == ["127.0.0.1"]:
            assert is_open(honest), "who is alone at an address loses no place to a crowd at another"
        if proxy is None and len(sources) == 1:
            until(lambda: len(server.active_channels) <= AT_ADDRESS + 2)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The server's own: `clock.now` is the moment."""
    clock = SimpleNamespace(now=time.time())
    clock.time = lambda: clock.now
    for module in ("app.cli.server.time", "waitress.channel.time", "waitress.server.time"):
        monkeypatch.setattr(module, clock)
    return clock


def test_forty_slow_phones_of_a_school_send_their_tests_and_who_drips_is_ended(clock: SimpleNamespace) -> None:
    """300 bytes a second are a test of 4,000 in a quarter of a minute; a byte every eight seconds is nobody's phone."""
    with served(application) as server, ExitStack() as stack:
        phones = [stack.enter_context(closing(knock(server, data=SENDING))) for _ in range(40)]
        drip = stack.enter_context(closing(knock(server)))
        until(lambda: len(server.active_channels) == 41)
        left, seconds = 4000, 0
        while left:
            clock.now += 1
            seconds += 1
            for phone in phones:
                phone.sendall(b"x" * min(300, left))
            if seconds % 8 == 0:
                drip.sendall(b"s")
            left -= min(300, left)
        assert {phone.recv(15) for phone in phones} == {b"HTTP/1.1 200 OK"}
        assert is_open(drip)
        with suppress(ConnectionError):
            while seconds < PATIENCE + 10:
                clock.now += 5
                seconds += 5
                drip.sendall(b"s")
                time.sleep(0.02)

        until(lambda: not is_open(drip))
        assert seconds > PATIENCE


def test_a_request_has_a_minute_and_a_second_for_each_two_hundred_bytes(clock: SimpleNamespace) -> None:
    with served(application) as server, closing(knock(server, data=SENDING)) as phone:
        until(lambda: len(server.active_channels) == 1)
        (channel,) = server.active_channels.values()
        until(lambda: channel.lag(clock.now) < 0)
        phone.sendall(b"x" * 2000)
        came = len(SENDING) + 2000
        until(lambda: channel.lag(clock.now) == -came / 200)

        channel.last_activity = clock.now + 100  # it still drips
        server.maintenance(clock.now + 59 + came / 200)
        assert not channel.will_close
        server.maintenance(clock.now + 61 + came / 200)
        assert channel.will_close


def test_among_those_who_wait_the_slowest_goes_and_who_is_answered_stays(
    monkeypatch: pytest.MonkeyPatch, clock: SimpleNamespace
) -> None:
    monkeypatch.setattr("app.cli.server.AT_ADDRESS", 3)
    with served(application) as server, ExitStack() as stack:
        drip = stack.enter_context(closing(knock(server)))
        phone = stack.enter_context(closing(knock(server, data=SENDING + b"x" * 3000)))
        idle = stack.enter_context(closing(knock(server, data=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")))
        assert idle.recv(15) == b"HTTP/1.1 200 OK"
        until(lambda: len(server.active_channels) == 3)
        clock.now += 10
        drip.sendall(b"s")
        idle.recv(1000)

        stack.enter_context(closing(knock(server)))
        until(lambda: not (is_open(drip) and is_open(idle)))
        assert is_open(phone)
        assert is_open(drip) or is_open(idle), "one place was needed"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("localhost", "localhost", True),
    ],
)
def test_an_address_of_ipv6_is_a_network_of_64_bits(one: str, other: str, is_same: bool) -> None:
    assert (network_of(one) == network_of(other)) is is_same

"""The lines of the log go to another system too, by TLS alone, and no request waits for it."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.cli import collector
from app.cli.collector import Collector, Outgoing, collector_of
from app.cli.instance import WrongUse
from benchmarks.server import free_port
from tests.app.cli.listening import lines_sent_to

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """As serve's, with nobody else listening."""
    made = logging.Logger("app.web", logging.INFO)
    yield made
    for handler in made.handlers:
        handler.close()


def outgoing(to: Collector) -> Outgoing:
    handler = Outgoing(to)
    handler.setFormatter(logging.Formatter("{name} {message}", style="{"))
    return handler


def certificate(folder: Path, name: str) -> Path:
    """A file with a key and a certificate that it signed itself."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    address = x509.IPAddress(ip_address(name))
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{name}.pem"
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_each_line_goes_to_the_collector_as_it_is_with_its_urgency(logger: logging.Logger) -> None:
    port = free_port()
    logger.addHandler(outgoing(Collector("127.0.0.1", port, is_by_tls=False)))
    logger.info("sign_in %s", "é")
    logger.error("fault")

    first, second = lines_sent_to(port, 2)

    assert first.startswith("<134>1 20")
    assert first.endswith(" - navigator - - - app.web sign_in é")
    assert second.startswith("<131>1 20")


def test_it_goes_by_tls_to_the_one_whose_certificate_fits_and_to_no_other(
    logger: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    right, wrong = certificate(tmp_path, "127.0.0.1"), certificate(tmp_path, "192.0.2.7")
    monkeypatch.setenv("SSL_CERT_FILE", str(right))
    monkeypatch.setattr(collector, "FIRST_PAUSE", 0.05)
    logger.addHandler(outgoing(collector_of(f"tls://127.0.0.1:{port}")))
    logger.info("sign_in")

    assert lines_sent_to(port, 1, pem=wrong, seconds=5) == []
    assert lines_sent_to(port, 1, seconds=1) == [], "nor to one that speaks no TLS"
    (line,) = lines_sent_to(port, 1, pem=right)
    assert line.endswith("sign_in"), "what was not taken is tried again"


@pytest.mark.parametrize("is_by_tls", [False, True], ids=["plain", "TLS"])
def test_no_line_is_lost_when_a_collector_starts_anew(
    logger: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_by_tls: bool
) -> None:
    port = free_port()
    pem = certificate(tmp_path, "127.0.0.1") if is_by_tls else None
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(collector, "FIRST_PAUSE", 0.05)
    logger.addHandler(outgoing(Collector("127.0.0.1", port, is_by_tls=is_by_tls)))
    lines: list[str] = []
    for number in range(3):
        logger.info("line %s", number)
        lines += lines_sent_to(port, 1, pem=pem, seconds=5)

    assert [line.rpartition(" ")[2] for line in lines] == ["0", "1", "2"]


def test_a_collector_that_does_not_answer_holds_up_nobody(
    logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector, "MOST", 100)
    port = free_port()
    logger.addHandler(outgoing(Collector("127.0.0.1", port, is_by_tls=False)))
    begun = time.monotonic()
    for number in range(2_000):
        logger.info("line %s", number)

    assert time.monotonic() - begun < 5
    lines = lines_sent_to(port, 100)
    assert [line.rpartition(" ")[2] for line in lines[:3]] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://logs.example:601", "by TLS alone"),
        ("udp://127.0.0.1:514", "an address such as"),
        ("tls://logs.example", "an address such as"),
        ("logs.example:6514", "an address such as"),
        ("tls://logs.example:many", "an address such as"),
        ("tls://logs..example:6514", "an address such as"),
    ],
)
def test_it_goes_over_no_network_in_the_clear(address: str, says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        collector_of(address)

"""A database that is not on this computer is asked by TLS, and by the one whose certificate fits, or not at all."""

import sys

import pytest

from app.cli.instance import WrongUse, open_database
from app.store.this_computer import unsafe_host
from config import Config

FAR = "postgresql://navigator@db.example/navigator"


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever tests says nothing on PostgreSQL."""
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "address",
    [
        FAR,
        f"{FAR}?sslmode=disable",
        f"{FAR}?sslmode=require",
        f"{FAR}?sslmode=verify-ca",
        "postgresql+psycopg://navigator@192.0.2.7/navigator",
        "postgresql://navigator@localhost.example/navigator",
        "postgresql://navigator@localhost/navigator?hostaddr=192.0.2.7",
        "postgresql://navigator@/navigator?host=/run/postgresql:5432&host=db.example:5432",
        "postgresql:///navigator?service=elsewhere",
    ],
)
def test_a_database_elsewhere_is_refused_unless_its_certificate_is_checked(address: str) -> None:
    with pytest.raises(WrongUse, match="is not on this computer, and whoever is on the way could read along") as fault:
        open_database(Config(database_url=address))

    assert "sslmode=verify-full" in str(fault.value)


@pytest.mark.parametrize(
    "address",
    [
        f"{FAR}?sslmode=verify-full",
        f"{FAR}?sslmode=verify-full&sslrootcert=system",
        "postgresql:///navigator",
        "postgresql://navigator@localhost/navigator",
        "postgresql://navigator@127.0.0.1:5433/navigator",
        "postgresql://navigator@[::1]/navigator",
        "postgresql://navigator@/navigator?host=/run/postgresql",
    ],
)
def test_one_whose_certificate_is_checked_or_that_is_here_is_opened(address: str) -> None:
    database = open_database(Config(database_url=address))
    database.dispose()

    assert (database.is_sqlite, database.url.database) == (False, "navigator")


def test_what_the_environment_says_for_postgresql_counts_where_the_address_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert unsafe_host("postgresql:///navigator") == "db.example"
    assert unsafe_host("postgresql://navigator@localhost/navigator") == ""

    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert unsafe_host("postgresql:///navigator") == ""
    assert unsafe_host(f"{FAR}?sslmode=require") == "db.example"


@pytest.mark.parametrize("address", [FAR, "postgresql://navigator@localhost/navigator"])
def test_without_its_library_postgresql_is_refused_with_how_to_get_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(WrongUse, match=r"run `sh install\.sh postgres` once"):
        open_database(Config(database_url=address))

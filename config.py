"""Every setting, read from the environment in one place.

A default must be right in production and fit to be public.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """A Config says where the instance lives and how it is served."""

    data: Path = Path("instance")
    database_url: str | None = None
    """None: SQLite in the data folder. Else a postgresql:// address."""
    secret: str | None = field(default=None, repr=False)
    """64 hexadecimal digits that open what the database holds; None: those in the file `secret` of the data folder."""
    backup_to: tuple[str, ...] = ()
    """Recipients (age1...) to which `backup` encrypts where none is named."""
    public_url: str | None = None
    """The address that phones open, which posters and links show; None: nobody has said."""
    hosts: tuple[str, ...] = ()
    """Other names by which it may be asked, such as that of a check of its health."""
    listens_on: str | None = None
    """Where `serve` listens if only this computer reaches it: then that is its address until another one is set."""
    secure_cookies: bool = False
    """True where the instance is served by https, as its address says; a school's own network has none."""
    leave_url: str = "https://www.gismeteo.kz/"
    """Where *Leave this page* goes: a weather page, which looks like nothing."""
    log_to: str | None = None
    """Where the lines of the log go beside standard error, such as tls://logs.example:6514; None: nowhere else."""
    subdomains_have_https: bool = False
    """True where the administrator says that every name below this one has https: browsers are told so for a year."""
    proxy: str | None = None
    """The address of the web server before this one, such as 127.0.0.1: what it says of a phone's address is believed.
    None: there is none, and whoever says so is not."""
    clock_offset_seconds: int = 0
    """Moves the clock of a test instance; refused on any other."""

    @property
    def address(self) -> str | None:
        """By which the instance is known; None where nobody has said and others reach it. Never what a request says."""
        return self.public_url or self.listens_on

    @property
    def url(self) -> str:
        """The database's address, SQLite where none was named."""
        return self.database_url or f"sqlite:///{(self.data / 'navigator.db').absolute()}"

    def at(self, *, data: Path | None = None, database_url: str | None = None) -> "Config":
        """Returns the same settings for another place."""
        return replace(self, data=data or self.data, database_url=database_url or self.database_url)


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Reads the settings from NAVIGATOR_... variables; the defaults for the rest."""
    default = Config()
    return Config(
        data=Path(environment.get("NAVIGATOR_DATA", default.data)),
        database_url=environment.get("NAVIGATOR_DATABASE_URL") or default.database_url,
        secret=environment.get("NAVIGATOR_SECRET") or default.secret,
        backup_to=_list(environment.get("NAVIGATOR_BACKUP_TO", "")),
        public_url=environment.get("NAVIGATOR_PUBLIC_URL") or default.public_url,
        hosts=_list(environment.get("NAVIGATOR_HOSTS", "")),
        secure_cookies=is_https(environment.get("NAVIGATOR_PUBLIC_URL"))
        or environment.get("NAVIGATOR_SECURE_COOKIES", "") == "1",
        leave_url=environment.get("NAVIGATOR_LEAVE_URL") or default.leave_url,
        log_to=environment.get("NAVIGATOR_LOG_TO") or default.log_to,
        subdomains_have_https=environment.get("NAVIGATOR_SUBDOMAINS_HAVE_HTTPS", "") == "1",
        proxy=environment.get("NAVIGATOR_PROXY") or default.proxy,
        clock_offset_seconds=int(environment.get("NAVIGATOR_CLOCK_OFFSET_SECONDS", "0")),
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def is_https(address: str | None) -> bool:
    """True for an address that is opened by https."""
    return (address or "").startswith("https://")

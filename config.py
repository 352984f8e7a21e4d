"""Every setting, read from the environment in one place.

A default must be right in production and fit to be public.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """Holds the settings of an instance: where it is and how it is served."""

    data: Path = Path("instance")
    database_url: str | None = None
    """None: SQLite in the data folder. Else a postgresql:// address."""
    secret: str | None = field(default=None, repr=False)
    """64 hexadecimal digits that open what the database holds; None: those in the file `secret` of the data folder."""
    backup_to: tuple[str, ...] = ()
    """Recipients (age1...) that `backup` encrypts to if its options name none."""
    public_url: str | None = None
    """The address that phones open, which posters and links show; None: not set."""
    hosts: tuple[str, ...] = ()
    """Other host names in requests that are answered, such as that of a health check."""
    listens_on: str | None = None
    """The address where `serve` listens, if only this computer reaches it; used until a public address is set."""
    secure_cookies: bool = False
    """True: sign-in cookies are sent by https alone, as the address or NAVIGATOR_SECURE_COOKIES says."""
    leave_url: str = "https://www.gismeteo.kz/"
    """Where *Leave this page* goes: a weather page, which looks like nothing."""
    log_to: str | None = None
    """Where the lines of the log go beside standard error, such as tls://logs.example:6514; None: nowhere else."""
    subdomains_have_https: bool = False
    """True where the administrator says that every name below this one has https: browsers are told so for a year."""
    proxy: str | None = None
    """The address of the web server before this one, such as 127.0.0.1: only its word on a phone's address counts."""
    clock_offset_seconds: int = 0
    """Moves the clock of a test instance; refused on any other."""

    @property
    def address(self) -> str | None:
        """The public address, else the one where only this computer reaches it; None if neither is known.

        It is never taken from a request.
        """
        return self.public_url or self.listens_on

    @property
    def url(self) -> str:
        """The database's address; SQLite in the data folder if none is set."""
        return self.database_url or f"sqlite:///{(self.data / 'navigator.db').absolute()}"

    def at(self, *, data: Path | None = None, database_url: str | None = None) -> "Config":
        """Returns the same settings for another data folder or database; None keeps the present one."""
        return replace(self, data=data or self.data, database_url=database_url or self.database_url)


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Reads the settings from NAVIGATOR_... variables, with defaults for those that are not set.

    Raises ValueError for a clock offset that is no whole number.
    """
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
    """Returns whether the address begins with https://; False for None."""
    return (address or "").startswith("https://")

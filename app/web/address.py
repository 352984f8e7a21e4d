"""The address by which this instance is known: of its settings or of where it listens, never of a request."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from config import Config

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")

OTHER_NAMES = _l(
    "Open the address that stands on the poster. Whoever runs Navigator sets NAVIGATOR_PUBLIC_URL to it, "
    "and NAVIGATOR_HOSTS to other names that are right."
)
NO_ADDRESS = _l(
    "Posters, links and publications show the address that phones open. Whoever runs Navigator sets "
    "NAVIGATOR_PUBLIC_URL to it, for instance http://192.168.1.5:8000, and starts Navigator again."
)


class Explained(HTTPException):
    """An Explained is an HTTP error whose page has a title and says what to do, translated when it is shown."""

    def __init__(self, code: int, title: LazyString, advice: LazyString) -> None:
        super().__init__()
        self.code, self.title, self.advice = code, title, advice


def register(app: Flask) -> None:
    """Answers 400 to requests for a host name that is not this instance's, and takes the name out of redirects.

    Every name is accepted if the settings name neither an address nor hosts.
    """

    @app.before_request
    def refuse_other_names() -> None:
        if not _is_ours(request.environ.get("HTTP_HOST", THIS_COMPUTER[0])):
            raise Explained(400, _l("This address is not known here"), OTHER_NAMES)

    @app.after_request
    def stay_here(response: Response) -> Response:
        # Werkzeug puts the name that was asked for into its own redirects.
        location = response.headers.get("Location", "")
        if location.startswith(request.host_url):
            response.headers["Location"] = "/" + location.removeprefix(request.host_url).lstrip("/")
        return response


def _is_ours(host: str) -> bool:
    """Whether the instance is known by this name; by any where nobody has said by which, and others reach it."""
    config = _config()
    if config.address is None and not config.hosts:
        return True
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name in {urlsplit(config.address or "").hostname, *map(str.lower, config.hosts), *THIS_COMPUTER}


def _config() -> Config:
    config: Config = current_app.config["NAVIGATOR"]
    return config


def public_address() -> str:
    """Returns the address with which posters and links begin, without a slash at its end.

    Answers 409, with advice, if none is set.
    """
    address = known_address()
    if not address:
        raise Explained(409, _l("Nobody has set the address yet"), NO_ADDRESS)
    return address


def known_address() -> str:
    """Returns the address with which posters and links begin, without a slash at its end; "" if none is set."""
    return (_config().address or "").rstrip("/")


def join_address(join_code: str) -> str:
    """Returns the address by which learners join the cohort of this code; "" if no public address is set."""
    return f"{known_address()}/j/{join_code}" if known_address() else ""


def spoken(address: str) -> str:
    """Returns an address as it is read out, without http:// or https://."""
    return address.partition("://")[2] or address


def is_this_computer_only(address: str) -> bool:
    """Returns whether an address means the very machine on which it is typed, so that no phone can open it."""
    host = urlsplit(address).hostname or ""
    return host in (*THIS_COMPUTER, "0.0.0.0") or host.startswith("127.")  # noqa: S104  (read, not listened on)


def no_address() -> str:
    """Returns the sentence that says how to set the missing public address, in the reader's language."""
    return str(NO_ADDRESS)


def unreachable() -> str:
    """Returns the sentence to show if phones cannot open the public address or none is set; "" otherwise."""
    address = known_address()
    if not address:
        return no_address()
    if not is_this_computer_only(address):
        return ""
    return _(
        "Phones cannot reach this address: %(address)s means this computer only. Whoever runs Navigator starts it with "
        "“serve --host 0.0.0.0” and sets NAVIGATOR_PUBLIC_URL to the address that phones open.",
        address=spoken(address),
    )

"""`navigator serve`: run the instance."""

import argparse
import errno
import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TextIO

from app import create_app
from app.cli.collector import Collector, Outgoing, collector_of
from app.cli.init import add_address, is_port, listening_at, make
from app.cli.instance import WrongUse, again, alone, clock, settings
from app.cli.server import Lane, Server, Unread
from app.content import ARTICLES, ARTICLES_SETTING, CourseFaults, served_articles
from app.store import STORE_IS_BUSY, Database, durability, instance
from app.store.people import erasures
from app.store.this_computer import is_this_computer
from config import Config

MINUTE = 60.0
NO_ADDRESS = (
    "No posters, staff links and publications are made until NAVIGATOR_PUBLIC_URL says which address phones open, "
    "such as http://192.168.1.5:8000: an address is never taken from a request."
)


def register(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument(
        "--metrics",
        type=_own_place,
        metavar="127.0.0.1:9100",
        help="counters for monitoring, at an address that this computer alone reaches",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    config = settings(args)
    if config.database_url is None and not (config.data / "navigator.db").exists():
        raise WrongUse(f"there is no instance in '{config.data}': make one with {again(args, 'init')}")
    database = make(config)
    try:
        return serve(config, database, host=args.host, port=args.port, metrics=args.metrics)
    finally:
        database.dispose()


def _own_place(text: str) -> tuple[str, int]:
    """Reads where counters are shown: nobody else's computer may read them, whatever stands before this one."""
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    if not is_this_computer(host) or not is_port(port):
        raise argparse.ArgumentTypeError("an address that this computer alone reaches, such as 127.0.0.1:9100")
    return host, int(port)


def serve(
    config: Config,
    database: Database,
    *,
    host: str,
    port: int,
    around: Callable[[Any], Any] | None = None,
    metrics: tuple[str, int] | None = None,
) -> int:
    """Serves the instance until SIGTERM or Ctrl-C and returns the exit status; each minute it also does what is due.

    around: wraps the application before it is served. metrics: host and port where counters are shown; None: nowhere.
    Raises WrongUse if answers would not be safe, the port cannot be used, or another process serves the instance.
    """
    with alone(database):
        return _serve(config, database, host=host, port=port, around=around, metrics=metrics)


def _serve(
    config: Config,
    database: Database,
    *,
    host: str,
    port: int,
    around: Callable[[Any], Any] | None,
    metrics: tuple[str, int] | None,
) -> int:
    _refuse_what_is_unsafe(database)
    collector = collector_of(config.log_to) if config.log_to else None
    config = replace(config, listens_on=own_address(config, host, port))
    if config.address is None:
        print(NO_ADDRESS, file=sys.stderr)
    app = create_app(config, database)
    served = around(app) if around else app
    write_log(app.extensions["log_lines"], sys.stderr, collector)
    with suppress(CourseFaults):  # the set-up and `doctor` tell of them
        served_articles(app.config.get(ARTICLES_SETTING, ARTICLES))  # nobody who looks something up waits for it
    server = listen(
        served,
        host=host,
        port=port,
        proxy=config.proxy,
        lane=app.extensions["hashing"],
        unread=app.extensions["unread"],
    )
    if metrics is not None:
        _show_metrics(app.extensions["show_metrics"], metrics, server)
    if database.serving is not None:
        database.serving.write(listening_at(host, port))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_look_each_minute, args=(config, database), name="minutes", daemon=True).start()
    print(f"Serving on http://{host}:{port} (Ctrl-C stops it)", flush=True)
    server.run()
    return 0


def _show_metrics(show: Callable[..., object], place: tuple[str, int], server: Server) -> None:
    try:
        show(*place, waiting=lambda: len(server.hashing.queue))
    except ImportError as missing:
        raise WrongUse("--metrics needs one library more: `sh install.sh metrics`") from missing
    except OSError as fault:
        host, port = place
        raise WrongUse(f"cannot show metrics on {host}:{port}: {fault.strerror or fault}") from fault


def write_log(lines: logging.Formatter, out: TextIO, collector: Collector | None = None) -> None:
    """Writes everything that is logged from now on to `out`, a line each; of libraries warnings alone.

    collector: where the same lines go, too.
    """
    handler = logging.StreamHandler(out)
    handler.setFormatter(lines)
    handlers: list[logging.Handler] = [handler]
    if collector is not None:
        handlers.append(Outgoing(collector))
        handlers[-1].setFormatter(lines)
    logging.basicConfig(handlers=handlers, level=logging.WARNING, force=True)
    logging.getLogger("app").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)


def own_address(config: Config, host: str, port: int) -> str | None:
    """Returns the server's address if only this computer reaches it; None for any other host and behind a proxy."""
    if config.proxy is not None or not is_this_computer(host):
        return None
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _look_each_minute(config: Config, database: Database) -> None:
    """Each minute settles and erases what is due, and forgets old wrong codes and cards that were shown.

    Several processes may do so at once.
    """
    from app.services import handed_cards, retention
    from app.services.figures import settling
    from app.services.learner import joining

    while True:
        try:
            settling.settle_due(database, clock(config))
            retention.erase_due(database, clock(config))
            if database.reserve:
                database.reserve.fill()
            erasures.complete(database)
            with database.writing() as session:
                joining.forget_old_knocks(session, clock(config))
                handed_cards.forget_old(session, clock(config))
        except (*STORE_IS_BUSY, OSError) as fault:
            logging.getLogger(__name__).warning("what is due is done in a minute", exc_info=fault)
        time.sleep(MINUTE)


def refuse_port_in_use(host: str, port: int) -> None:
    """Raises WrongUse if nothing can listen on this port now; called before work that would be in vain."""
    _listener(host, port).close()


def listen(
    app: Any,
    *,
    host: str,
    port: int,
    proxy: str | None = None,
    lane: Lane | None = None,
    unread: Unread = lambda _: {},
) -> Server:
    """Returns a server that listens already. Raises WrongUse if it cannot.

    proxy: the address of a web server before it, which alone knows the phones' addresses: without it all wrong codes
    would count for one address. lane: requests that have threads of their own. unread: returns the headers, by status,
    of answers to requests that never reach the application.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a class that sends at once is no warning
    return Server(app, _listener(host, port), proxy=proxy, lane=lane, unread=unread)


def _listener(host: str, port: int) -> socket.socket:
    """Ours and not the server's own, which leaves half of itself behind where the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            another = port + 1 if port < 65535 else port - 1
            raise WrongUse(
                f"port {port} is in use: stop what uses it, or choose another: "
                f"--port {another} (with make: PORT={another})"
            ) from fault
        raise WrongUse(f"cannot listen on {host}:{port}: {fault.strerror or fault}") from fault


def _refuse_what_is_unsafe(database: Database) -> None:
    with database.reading() as session:
        this = instance.get(session)
        if this is None:
            raise WrongUse("there is no instance in this database: make one with `navigator init`")
        instance.page_secret_of(session)  # it opens the database, or says why not
    unsafe = [check for check in durability.checks(database) if not check.is_safe and check.is_vital]
    if unsafe:
        what = "; ".join(f"{check.name} is {check.state}: {check.advice}" for check in unsafe)
        raise WrongUse(f"answers would not be safe here: {what}")

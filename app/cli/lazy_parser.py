"""Commands whose module is loaded only when they are run: `--help` needs none, and `gains` no pages."""

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Any

Listed = Mapping[str, tuple[str, str]]
"""By a command's name: its module, and what it does in a line."""


def add_commands(parser: argparse.ArgumentParser, dest: str, metavar: str, listed: Listed) -> None:
    """Adds a subcommand for each entry of `listed`, in its order; its module is imported only when the command is run.

    The module's `register` is then called with the command's parser. dest, metavar: as in `add_subparsers`.
    """
    commands = parser.add_subparsers(dest=dest, metavar=metavar, required=True, parser_class=_LazyParser)
    for name, (module, does) in listed.items():
        commands.add_parser(name, help=does, module=module)


def add_import(acts: Any, kind: str) -> None:
    """Adds the act `import FILE` to a command. kind: of the table, as `app.cli.importing` is told."""
    act = acts.add_parser(
        "import", help=f"{kind} from a table (XLSX, ODS, CSV): all of it or nothing", module="app.cli.importing"
    )
    act.set_defaults(kind=kind)


class _LazyParser(argparse.ArgumentParser):
    def __init__(self, *args: Any, module: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._module = module

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._module is not None:
            import_module(self._module).register(self)
            self._module = None
        return super().parse_known_args(args, namespace)

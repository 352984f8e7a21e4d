"""The product calls nobody (but a collector of its log, where one is set), starts no program (but a computer's voice,
where an author asks for it), and runs no text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "courses", "assessments", "articles", "analytics")
MODULES = {
    *("http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "imaplib"),
    *("telnetlib", "xmlrpc", "paramiko", "websockets"),
    *("subprocess", "pty"),
    *("marshal", "shelve", "dill"),
}
"""Clients of other computers, starters of programs, readers of bytes that may be code."""
CALLS = {"exec", "eval", "compile", "render_template_string", "os.system", "os.popen"}
BY_A_WISH = {"app/cli/collector.py": ["socket.create_connection"], "app/cli/course/speak.py": ["subprocess"]}
"""The one way out: to a collector of logs that the administrator has named; by default there is none. And the one
command that starts programs, on an author's computer: no page calls it."""
METHODS = ("from_string", "execv", "execvp", "spawnv", "posix_spawn", "create_connection", "render_template_string")
"""Of whatever object."""


def ways_out(source: str) -> Iterator[str]:
    """Yields what reaches out of a module, as it is named there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _is_one(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
            yield from (name for name in names if _is_one(name))
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
            if name in CALLS or (isinstance(node.func, ast.Attribute) and node.func.attr in METHODS):
                yield name


def _is_one(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in MODULES)


def test_nothing_of_the_product_reaches_out() -> None:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    ways = {str(path.relative_to(ROOT)): list(ways_out(path.read_text(encoding="utf-8"))) for path in paths}

    assert len(ways) > 300
    assert {path: names for path, names in ways.items() if names} == BY_A_WISH


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "import socket\nsocket.create_connection(('192.0.2.1', 80))",
        "import subprocess",
        "import os\nos.system('ls')",
        "eval(text)",
        "environment.from_string(text)",
        "from flask import render_template_string\nrender_template_string(text)",
    ],
)
def test_each_way_out_is_seen(source: str) -> None:
    assert list(ways_out(source))

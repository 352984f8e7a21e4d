"""`navigator article ...`: the tools of those who write articles."""

import argparse

from app.cli.lazy_parser import add_commands

ACTS = {
    "check": ("app.cli.article.check", "read all articles, or one, and tell every fault with its file and line"),
    "preview": ("app.cli.article.preview", "show the articles of a shelf as their readers would see them"),
    "new": ("app.cli.article.new", "write an article to be filled in into a new folder"),
}
"""The module of each act, and what it does in a line."""


def register(parser: argparse.ArgumentParser) -> None:
    add_commands(parser, "act", "ACT", ACTS)

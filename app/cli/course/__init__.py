"""`navigator course ...`: the tools of those who write courses."""

import argparse

from app.cli.lazy_parser import add_commands

ACTS = {
    "check": ("app.cli.course.check", "read a course's folder and tell every fault with its file and line"),
    "new": ("app.cli.course.new", "write a small course into a new folder: one lesson, every kind of activity"),
    "preview": ("app.cli.course.preview", "serve a course as a learner sees it, until it is stopped"),
    "pilot": ("app.cli.course.pilot", "how the questions of a course did in its pilot groups, and what to change"),
    "scenes": ("app.cli.course.scenes", "the people, moods and places of which a lesson shows scenes, on one page"),
    "speak": ("app.cli.course.speak", "a computer's voice for the pieces that nobody has spoken yet"),
    "schema": ("app.cli.course.schema", "print the JSON Schema of course.yaml and instrument.yaml"),
    "import": ("app.cli.course.importing", "take the items of a GIFT file or of a sheet into a course"),
    "export": ("app.cli.course.exporting", "the test as gift, sheet, xlsform, paper, key"),
}
"""The module of each act, and what it does in a line."""


def register(parser: argparse.ArgumentParser) -> None:
    add_commands(parser, "act", "ACT", ACTS)

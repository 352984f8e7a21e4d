"""A learner's pages: join, take a test, read a lesson, see the result."""

from flask import Blueprint

bp = Blueprint("learn", __name__)

"""The shelf: course folders read into releases, where a course and its instrument meet."""

from app.content.faults import CourseFault, CourseFaults
from app.content.instrument_file import instrument_files, item_at, item_fault
from app.content.pace import Pace, paces
from app.content.release import Film, FilmFile, Picture, Release, release_digest
from app.content.scenes import Scene, Sheet, draw, read_sheet
from app.content.shelf import CONTENT, CONTENT_SETTING, read_course, read_shelf, shipped_courses
from app.content.skeleton import write_skeleton
from app.content.warnings import warnings

__all__ = [
    "CONTENT",
    "CONTENT_SETTING",
    "CourseFault",
    "CourseFaults",
    "Film",
    "FilmFile",
    "Pace",
    "Picture",
    "Release",
    "Scene",
    "Sheet",
    "draw",
    "instrument_files",
    "item_at",
    "item_fault",
    "paces",
    "read_course",
    "read_sheet",
    "read_shelf",
    "release_digest",
    "shipped_courses",
    "warnings",
    "write_skeleton",
]

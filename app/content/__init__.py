"""The shelf: course folders read into releases, where a course and its instrument meet; and the one of articles."""

from app.content.articles import (
    ARTICLES,
    ARTICLES_SETTING,
    is_article,
    read_article,
    read_articles,
    served_articles,
    write_article,
)
from app.content.faults import CourseFault, CourseFaults
from app.content.guide import Guide, guide_file, read_guide
from app.content.html_text import html_text
from app.content.instrument_file import instrument_files, item_at, item_fault
from app.content.media_files import lesson_folder, voice_name
from app.content.media_gaps import Gap, MediaGaps, media_gaps
from app.content.pace import Pace
from app.content.release import Film, MediaFile, Picture, Release, Voice, release_digest
from app.content.scenes import Scene, Sheet, draw, read_sheet
from app.content.shelf import CONTENT, CONTENT_SETTING, read_course, read_shelf, shipped_courses
from app.content.skeleton import write_skeleton
from app.content.voices import MOST_VOICE_BYTES
from app.content.warnings import warnings

__all__ = [
    "ARTICLES",
    "ARTICLES_SETTING",
    "CONTENT",
    "CONTENT_SETTING",
    "MOST_VOICE_BYTES",
    "CourseFault",
    "CourseFaults",
    "Film",
    "Gap",
    "Guide",
    "MediaFile",
    "MediaGaps",
    "Pace",
    "Picture",
    "Release",
    "Scene",
    "Sheet",
    "Voice",
    "draw",
    "guide_file",
    "html_text",
    "instrument_files",
    "is_article",
    "item_at",
    "item_fault",
    "lesson_folder",
    "media_gaps",
    "read_article",
    "read_articles",
    "read_course",
    "read_guide",
    "read_sheet",
    "read_shelf",
    "release_digest",
    "served_articles",
    "shipped_courses",
    "voice_name",
    "warnings",
    "write_article",
    "write_skeleton",
]

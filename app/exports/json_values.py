"""Frozen figures as plain values for JSON: keys are the fields' names, in full precision."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from analytics import Note
from app.wording import Words, note_sentence


def plain(value: Any, words: Words) -> Any:
    """Turns a part of the report into a mapping, list or plain value.

    `pass_` is `pass`; a note has its sentence as `text`.
    """
    if isinstance(value, Note):
        return {"code": str(value.code), "values": dict(value.values), "text": note_sentence(words, value)}
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        return {field.name.rstrip("_"): plain(getattr(value, field.name), words) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(one, words) for one in value]
    return value

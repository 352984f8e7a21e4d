"""Scenes: people, each in a mood, at a place. An author names them in a line; they are drawn from a sheet of parts."""

from app.content.scenes.drawing import draw
from app.content.scenes.line import scene_plugin
from app.content.scenes.scene import NoScene, Scene, read_scene
from app.content.scenes.sheet import Sheet, read_sheet
from app.content.scenes.words import describe

__all__ = ["NoScene", "Scene", "Sheet", "describe", "draw", "read_scene", "read_sheet", "scene_plugin"]

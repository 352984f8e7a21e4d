"""Draws a scene: the parts that it names, put together to one small SVG."""

from app.content.release import Picture
from app.content.scenes.scene import Scene
from app.content.scenes.sheet import Sheet

WIDTH, HEIGHT = 328, 184
"""in pixels: as wide as the smallest phone's column"""
_FRAME = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    '<g stroke="#1b2529" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{}</g></svg>'
)
_ALONE = "translate(100 80)scale(1.06)"
_BESIDE = ("translate(78 88)scale(.95)", "translate(250 88)scale(.95)")
_BETWEEN = ' transform="translate(-82)"'
"""moves a place from the right of one person to between two"""


def draw(scene: Scene, sheet: Sheet) -> Picture:
    """Returns the scene as one SVG, without a word in it. The same scene of the same sheet gives the same SVG."""
    is_alone = len(scene.people) == 1
    place = sheet.part(scene.place, "place")
    standing = [_ALONE] if is_alone else _BESIDE
    people = [_person(sheet, *each, at, has_hands=is_alone) for each, at in zip(scene.people, standing, strict=True)]
    moved = "" if is_alone else _BETWEEN
    svg = _FRAME.format(_group(place.attributes + moved, place.elements) + "".join(people))
    return Picture.of(svg, WIDTH, HEIGHT)


def _person(sheet: Sheet, person: str, mood: str, at: str, *, has_hands: bool) -> str:
    """Hands take room that two people beside each other have not."""
    behind, body, face = (sheet.part(person, layer) for layer in ("behind", "body", "face"))
    look = sheet.part(mood, "face")
    groups = [
        _group(behind.attributes + look.attributes, behind.elements),
        _group(body.attributes, body.elements),
        _group(face.attributes + look.attributes, face.elements + look.elements),
    ]
    if has_hands:
        groups += [
            _group(body.attributes, sheet.part(mood, "sleeves").elements),
            _group(face.attributes, sheet.part(mood, "hands").elements),
        ]
    return _group(f' transform="{at}"', "".join(groups))


def _group(attributes: str, elements: str) -> str:
    return f"<g{attributes}>{elements}</g>" if elements else ""

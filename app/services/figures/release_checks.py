"""Checks that each course release is what was released, and each instrument that of a release."""

from collections.abc import Iterator

from app.content.release import Release, release_digest
from app.services.releases import layout_of
from app.store import Session
from app.store.answers import numbers
from app.store.programmes import releases


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong) for course releases and instruments that are not what was released.

    Instruments are only checked if all releases are sound. Reads one release at a time.
    """
    instruments: dict[str, tuple[str, int]] = {}
    is_sound = True
    for ref, digest, structure_digest, content in releases.list_contents(session):
        if release_digest(content) != digest:
            yield f"course_release {ref}", "content or digest is not what was released"
            is_sound = False
            continue
        release = Release.from_json(content)
        if release.structure_digest != structure_digest:
            yield f"course_release {ref}", "structure_digest is not that of its content"
            is_sound = False
        instruments[release.structure_digest] = layout_of(release), len(release.instrument.items)
    for one in numbers.list_instruments(session) if is_sound else ():
        if one.structure_digest not in instruments:
            yield f"instrument {one.instrument_id}", "structure_digest is that of no release"
        elif (one.layout, one.out_of) != instruments[one.structure_digest]:
            yield f"instrument {one.instrument_id}", "layout or out_of is not that of its release"

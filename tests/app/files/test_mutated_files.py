"""Good files of every kind, damaged at random: each is read or refused in our words, and none ends anything.

A seed gives the same files each time. With 20,000 of a kind it is a soak: MUTATED_FILES=20000.
"""

import io
import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas
import pyreadstat
import pytest

from app.content import read_course
from app.files.tables import LIBRARIES
from app.limited_process import LimitReached, Limits, call_limited
from assessments.formats import drafts_of, write_gift
from tests.app.files import hostile, reading
from tests.conftest import FIXTURE_COURSE

FILES = int(os.environ.get("MUTATED_FILES", "1000"))
"""20,000 in a soak: MUTATED_FILES=20000."""
BATCH = 250
"""Files that one process reads; where it ends, each of them gets one of its own."""
LIMITS = Limits(memory=180 << 20, seconds=60)
OF_ONE = Limits.of_size(1)

FRAME = pandas.DataFrame({"region": ["KZ-61", "Ж"] * 15, "pre": [3.0, 4.0, None] * 10, "post": [6, 7, 8] * 10})
Writer = Callable[[Path], object]
KINDS: Mapping[str, tuple[Callable[[Path, str], None], Writer]] = {
    "csv": (reading.table, lambda path: FRAME.to_csv(path, index=False)),
    "xlsx": (reading.table, lambda path: FRAME.to_excel(path, index=False, engine="xlsxwriter")),
    "ods": (reading.table, lambda path: path.write_bytes(hostile.ods())),
    "parquet": (reading.table, lambda path: FRAME.to_parquet(path)),
    "sav": (reading.table, lambda path: pyreadstat.write_sav(FRAME, str(path))),
    "dta": (reading.table, lambda path: pyreadstat.write_dta(FRAME, str(path))),
    "yaml": (reading.yaml, lambda path: path.write_bytes((FIXTURE_COURSE / "course.yaml").read_bytes())),
    "gift": (reading.gift, lambda path: path.write_text(gift(), encoding="utf-8")),
}


def gift() -> str:
    release = read_course(FIXTURE_COURSE)
    return write_gift(drafts_of(release.instrument, release.instrument_words["en"]), "course")


def mutated(good: bytes, chance: random.Random) -> bytes:
    """One to eight damages: a byte, a number's four bytes, a piece taken out, doubled, or all after it cut off."""
    data, largest = (
        bytearray(good),
        255 if b"\0" in good else 127,
    )  # of text, signs that are no UTF-8 would hide the rest
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(data) + 1), chance.randint(1, 64)
        match chance.randrange(8):
            case 0 | 1 | 2:
                data[place : place + 1] = bytes([chance.randint(0, largest)])
            case 3:
                data[place : place + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"))
            case 4:
                del data[place : place + length]
            case 5:
                data[place:place] = data[place : place + length]
            case 6:
                data[place:place] = chance.choice((b'"', b"\n", b"{", b"[", b"*", b"\xfe", "ж".encode(), b"-"))
            case 7 if chance.random() < 0.1:
                del data[place:]
    return bytes(data)


def mutated_inside(good: bytes, chance: random.Random) -> bytes:
    """An archive of which one part was damaged before it was packed: else its checksum would tell, and no more."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, part in parts.items() if part])
    return hostile.zipped({**parts, name: mutated(parts[name], chance)})


def batches(kind: str, good: bytes, folder: Path) -> Iterator[list[tuple[Path, str]]]:
    chance = random.Random(kind)  # the same files each time
    for first in range(0, FILES, BATCH):
        batch = []
        for number in range(first, min(first + BATCH, FILES)):
            path = folder / f"{number % BATCH}"
            is_inside = good.startswith(b"PK") and chance.random() < 0.5
            path.write_bytes(mutated_inside(good, chance) if is_inside else mutated(good, chance))
            batch.append((path, f"damaged.{kind}"))
        yield batch


def outcomes(limits: Limits, kind: str, files: list[tuple[Path, str]]) -> list[reading.Outcome]:
    """What became of the files, read in one process as the product does: with the kind's libraries imported before."""
    read, _ = KINDS[kind]
    return call_limited(limits, reading.outcomes, read, files, libraries=LIBRARIES.get(f".{kind}", ()))


def one_by_one(kind: str, batch: list[tuple[Path, str]]) -> Iterator[reading.Outcome]:
    """Of a batch whose process ended: each file is bounded by its own."""
    for file in batch:
        try:
            yield from outcomes(OF_ONE, kind, [file])
        except LimitReached:
            yield reading.Outcome("LimitReached", "", 0.0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    _, write = KINDS[kind]
    write(tmp_path / f"good.{kind}")
    good = (tmp_path / f"good.{kind}").read_bytes()
    (first,) = outcomes(OF_ONE, kind, [(tmp_path / f"good.{kind}", f"good.{kind}")])
    assert not first.kind, first.sentence

    counts = Counter[str]()
    for batch in batches(kind, good, tmp_path):
        try:
            came = outcomes(LIMITS, kind, batch)
        except LimitReached:
            came = list(one_by_one(kind, batch))
        counts.update(outcome.kind for outcome in came)
        assert max(outcome.seconds for outcome in came) <= 2
        assert max(outcome.peak for outcome in came) <= 300
        assert all(outcome.sentence for outcome in came if outcome.kind not in ("", "LimitReached"))

    assert counts.total() == FILES
    assert 0 < counts[""] < FILES, "some are read, some refused"
    assert counts["LimitReached"] <= FILES / 100

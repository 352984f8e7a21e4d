"""Small files that ask for much are refused, in our words, within two seconds and 300 MB; and nothing else ends."""

import os
import re
from pathlib import Path

import pytest

from app.files import TableFault, TooLarge, Unreadable, read_table
from app.limited_process import Limits, call_limited
from tests.app.files import hostile, old_excel, reading

MOST_SECONDS, MOST_MB = 2.0, 300
SENTENCES = {
    "one cell at XFD10000": r"far.xlsx: sheet 'Mine': row 10000, column XFD: .*too large to be such a table: clear it",
    "a formula without a value at B1048576000": "row 1048576000, column B: .*too large to be such a table",
    "two thousand rows up to XFD": "row 3, column XFD: .*too large to be such a table",
    "a sheet of 150 MB": "too large to be such a table when it is unpacked",
    "a sheet of 90 MB that says a kilobyte": "too large to be such a table when it is unpacked",
    "shared strings of 90 MB": "too large to be such a table when it is unpacked",
    "a million laughs": "sheet 'Mine': the sheet has a DOCTYPE",
    "an entry packed as no sheet is": "packed in a way that no spreadsheet is",
    "8,000 entries": "an archive of 8001 files: save the sheet alone",
    "the last cell of an old sheet": r"far.xls: sheet 'Mine': row 65536, column IV: .*too large",
    "the same in a short file": r"far.xls: sheet 'Mine': row 65536, column IV: .*too large",
    "a row a billion times": r"sheet 'Mine': row 1000000002, column A: .*too large",
    "a cell a billion times": "sheet 'Mine': row 3, column CFDGSXL: .*too large",
    "a cell behind a billion empty ones": "sheet 'Mine': row 3, column CFDGSXM: .*too large",
    "120,000 columns": "cols.csv: row 1: 120000 columns are too large to be such a table, which has at most 4000",
    "twenty million rows of Parquet": "20000000 rows of 1 cells are too large to be such a table",
    "two million rows of SPSS": "2000000 rows of 1 cells are too large to be such a table",
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("what", hostile.TABLES)
def test_a_small_file_that_asks_for_much_is_refused_in_time(what: str, made: Path) -> None:
    name, make = hostile.TABLES[what]
    path = made / "table"
    path.write_bytes(make())
    assert path.stat().st_size < 1_000_000, "an upload of a megabyte is refused unread"
    (seen,) = call_limited(Limits.of_size(path.stat().st_size), reading.outcomes, reading.table, [(path, name)])

    assert re.search(SENTENCES.get(what, ""), seen.sentence), seen.sentence
    assert seen.seconds <= MOST_SECONDS
    assert seen.peak <= MOST_MB


def test_each_sentence_is_of_a_file() -> None:
    assert SENTENCES.keys() <= hostile.TABLES.keys()


def test_what_still_asks_for_more_ends_its_process_and_is_refused(made: Path) -> None:
    path = made / "slow.xlsx"
    path.write_bytes(hostile.slow())

    with pytest.raises(TooLarge, match=r"slow.xlsx: the file is too large to be such a table, or damaged"):
        read_table(path)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "parquet", "sav", "dta"])
def test_noise_under_the_name_of_a_table_is_refused(kind: str, made: Path) -> None:
    path = made / f"noise.{kind}"
    path.write_bytes(bytes(range(256)) * 40)

    with pytest.raises(Unreadable, match="or it is damaged"):
        read_table(path)


def test_an_honest_sheet_with_cells_of_a_format_alone_far_out_is_read(made: Path) -> None:
    path = made / "painted.xlsx"
    path.write_bytes(hostile.xlsx('<row r="1048576"><c r="XFD1048576" s="1"/></row>'))

    assert list(read_table(path).columns) == ["pre", "post"]


@pytest.mark.parametrize("is_short", [False, True])
def test_an_honest_sheet_of_the_old_kind_is_read(made: Path, is_short: bool) -> None:
    path = made / "old.xls"
    path.write_bytes(old_excel.xls([(2, 0), (2, 1)], is_short=is_short))

    table = read_table(path)

    assert (list(table.columns), table.sheet, len(table.rows)) == (["pre", "post"], "Mine", 2)


def test_a_pipe_and_a_folder_are_no_tables(made: Path) -> None:
    os.mkfifo(made / "pipe.csv")

    with pytest.raises(TableFault, match=r"pipe.csv: this is a pipe or a device: save what comes out of it"):
        read_table(made / "pipe.csv")
    with pytest.raises(TableFault, match="this is a folder, not a file"):
        read_table(made)


def test_a_file_is_called_as_its_person_calls_it(made: Path) -> None:
    (made / "stored").write_text("a,a\n1,2\n")

    with pytest.raises(TableFault, match=r"^answers.csv: row 1, column a: two columns have this name"):
        read_table(made / "stored", name="answers.csv")

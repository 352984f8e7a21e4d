"""Regions of the countries we know, from a file that ships with the code."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.memory import asked_once
from app.store.upserts import insert_into
from app.store.values import value_of

ROW = tables.Region
FILE = Path(__file__).with_name("regions.csv")


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    """ISO 3166-2"""
    country: str
    kind: str
    name_en: str
    name_ru: str
    name_native: str

    def name_in(self, language: str) -> str:
        """Returns the name for a reader of this language; in Kazakh the Russian one of regions of other countries."""
        if language not in ("ru", "kk"):
            return self.name_en
        return self.name_native if language == "kk" and self.country == "KZ" else self.name_ru

    @property
    def names(self) -> tuple[str, ...]:
        """Returns the name in each language."""
        return self.name_ru, self.name_native, self.name_en

    @property
    def short_name(self) -> str:
        """Returns the English name without what kind of region it is; a city and the region around it may share it."""
        return self.name_en.removesuffix(" Region").removesuffix(" (city)")


def region_of(row: tables.Region) -> Region:
    return value_of(Region, row)


def load(session: Session) -> None:
    """Adds and updates the regions of the file that ships with the code; never removes one."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "kind": row["type"]} for row in csv.DictReader(file)]
    statement = insert_into(session, ROW)
    names = ("country", "kind", "name_en", "name_ru", "name_native")
    statement = statement.on_conflict_do_update(
        index_elements=["code"], set_={name: statement.excluded[name] for name in names}
    )
    session.execute(statement, [{"code": row["code"], **{name: row[name] for name in names}} for row in rows])


@asked_once
def by_code(session: Session) -> dict[str, Region]:
    """Returns all regions by code."""
    return {row.code: region_of(row) for row in session.scalars(select(ROW))}


def list_regions(session: Session, countries: Iterable[str]) -> list[Region]:
    """Lists the regions of these countries (ISO 3166-1 codes), by code."""
    query = select(ROW).where(ROW.country.in_(list(countries))).order_by(ROW.code)
    return [region_of(row) for row in session.scalars(query)]

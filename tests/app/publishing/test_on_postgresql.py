"""The life of a publication on the other database."""

import pytest

from app.publishing import files, publications, upkeep
from app.publishing.files import Wish
from app.store import Database
from app.store.figures.selection import Scope
from tests.app.publishing.conftest import Programmes, _at

pytestmark = pytest.mark.items(14)


@pytest.fixture
def database(postgresql: Database) -> Database:
    return postgresql


def test_a_publication_is_made_given_corrected_and_taken_back(house: Programmes) -> None:
    session, wish = house.school.session, Wish("csv", "en", "sex")
    house.settle("KZ-61", 30, 12)
    house.settle("KZ-79", 4)
    made = house.publish(2)
    data = files.write(session, made, wish)
    assert files.give(session, made, wish, data, by=None, now=_at(3)) == data
    assert files.give(session, made, wish, b"another", by=None, now=_at(3)) == data
    house.settle("KZ-79", 20, day=2)
    corrected = house.publish(2, is_correction=True, reason="a group was missing")
    assert (corrected.edition, corrected.learner_count) == (2, 62), "four alone wait: beside twenty they would be told"
    publications.withdraw(session, corrected, by=None, now=_at(4), reason="another was")
    assert not [*upkeep.findings(session)]
    withdrawn, _ = publications.find(session, Scope(is_whole=True), "1") or pytest.fail("it is listed still")
    with pytest.raises(files.Withdrawn):
        files.file_of(session, withdrawn, wish)

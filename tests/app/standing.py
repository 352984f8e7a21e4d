"""Schools that are made once: each stands in its database until a test wants that one empty. Whoever uses it undoes
what they did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import TypeVar

import pytest

from app.content import Release
from tests.app.conftest import School

Made = TypeVar("Made")


@contextmanager
def standing_school(
    request: pytest.FixtureRequest, release: Release, make: Callable[[School], Made]
) -> Iterator[tuple[School, Made]]:
    """Makes the school where it does not stand yet, and lends it with a session of its own, which is rolled back.

    request: of a fixture whose parameter is the name of a database's fixture.
    """
    standing: dict[str, tuple[object, School, Made]] = request.getfixturevalue("standing")
    which = make, release.structure_digest
    if request.param not in standing or standing[request.param][0] != which:
        with request.getfixturevalue(request.param).writing() as session:
            school = School(session, release)
            made = make(school)
        standing[request.param] = which, school, made
    _, school, made = standing[request.param]
    loan = copy(school)
    loan.cards, loan.session = {**school.cards}, request.getfixturevalue(f"{request.param}_made").writing_session()
    yield loan, made
    loan.session.rollback()
    loan.session.close()

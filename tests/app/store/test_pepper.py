"""What the secret opens, and how an instance of before is brought to it, on both databases."""

from typing import get_args

import pytest
from sqlalchemy import select, text

from app.store import Database, SecretFault, SecretPlace, instance
from app.store.pepper import PEPPERED, Pepper, Purpose, add_pepper, decrypt, encrypt, new_pepper, unwrap, wrap
from app.store.tables import Learner
from tests.app.conftest import School

SECRET, OTHER, FORMER = "1" * 64, "2" * 64, "ab" * 32
HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$rSqSlfsjlzi3YaF+Ss31TxP7o7hG3ntZ"


@pytest.mark.parametrize("former", ["", FORMER, "of some other length"])
def test_the_pepper_comes_out_by_its_secret_alone(former: str) -> None:
    pepper = new_pepper(former)
    blob = wrap(pepper, SECRET)

    assert unwrap(blob, SECRET) == pepper
    assert unwrap(blob, OTHER) is None
    assert unwrap(blob[:-1] + bytes([blob[-1] ^ 1]), SECRET) is None
    assert unwrap(blob[:20] + bytes([blob[20] ^ 1]) + blob[21:], SECRET) is None


def test_nothing_of_the_pepper_stands_in_what_is_stored() -> None:
    pepper = Pepper(bytes(range(32)), FORMER)

    first, second = wrap(pepper, SECRET), wrap(pepper, SECRET)

    assert pepper.root not in first
    assert FORMER.encode() not in first
    assert first[16:48] != second[16:48]


def test_each_purpose_has_a_key_of_its_own() -> None:
    pepper = new_pepper()

    assert len({pepper.key(purpose) for purpose in get_args(Purpose)}) == len(get_args(Purpose))


def test_what_one_secret_keyed_before_it_goes_on_keying_and_nothing_else() -> None:
    pepper = new_pepper(FORMER)

    old = {"codes", "tickets", "marks", "options", "visitors"}
    assert {purpose for purpose in get_args(Purpose) if pepper.key(purpose) == FORMER} == old


def test_what_is_encrypted_opens_with_its_key_alone_and_is_the_same_for_the_same_text() -> None:
    key, other = (new_pepper().key("second factors") for _ in range(2))

    value = encrypt("JBSWY3DPEHPK3PXP", key)

    assert value == encrypt("JBSWY3DPEHPK3PXP", key) != encrypt("JBSWY3DPEHPK3PXQ", key)
    assert b"JBSWY3DPEHPK3PXP" not in bytes.fromhex(value)
    assert decrypt(value, key) == "JBSWY3DPEHPK3PXP"
    for wrong, with_key in ((value, other), (value[:-2] + ("00" if value[-2:] != "00" else "01"), key)):
        with pytest.raises(SecretFault):
            decrypt(wrong, with_key)


def test_a_peppered_hash_depends_on_the_key_and_is_peppered_once() -> None:
    once = add_pepper(HASH, "key")

    assert once.startswith(PEPPERED)
    assert add_pepper(once, "another key") == once != add_pepper(HASH, "another key")
    assert add_pepper("-", "key") == "-"


def test_an_instance_of_before_is_brought_over_at_once(database: Database, school: School) -> None:
    """Its secret goes, what it keyed stays, and no hash is left that a PIN can be tried against."""
    learner_id = school.learner(school.cohort())
    school.session.commit()
    with database.writing() as session:
        plain = text("UPDATE learner SET pin_hash = :hash")
        session.execute(plain, {"hash": bytes.fromhex("13080000000101010973616c7473616c74") + bytes(32)})
        session.execute(text("UPDATE instance SET pepper = NULL, secret = :secret"), {"secret": FORMER})

        assert instance.bring_over(session)
        assert not instance.bring_over(session)

        assert instance.pepper_of(session, "codes") == instance.pepper_of(session, "tickets") == FORMER
        assert session.scalar(text("SELECT secret FROM instance")) is None
        stored = session.scalar(select(Learner.pin_hash).where(Learner.learner_id == learner_id))
        assert stored is not None and stored.startswith(PEPPERED)


def test_a_copy_that_carries_its_secret_comes_under_the_one_of_its_place(database: Database) -> None:
    pepper = new_pepper()
    with database.writing() as session:
        carrying = text("UPDATE instance SET pepper = :pepper, secret = :secret")
        session.execute(carrying, {"pepper": wrap(pepper, OTHER), "secret": OTHER})

        assert instance.bring_over(session)

        assert instance.pepper_of(session, "codes") == pepper.key("codes")
        stored = session.scalar(text("SELECT pepper FROM instance"))
        assert unwrap(bytes(stored or b""), database.vault.place.read() or "") == pepper


def test_without_a_place_for_it_there_is_no_secret_to_make() -> None:
    with pytest.raises(SecretFault, match="set NAVIGATOR_SECRET"):
        SecretPlace().read_or_make()

"""What the secret opens, and how an instance of before is brought to it, on both databases."""

import hmac
from base64 import b64decode
from typing import get_args

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, text, update

from app.store import Database, SecretFault, SecretPlace, instance
from app.store.people import second_factors
from app.store.pepper import PEPPERED, Pepper, Purpose, add_pepper, decrypt, encrypt, new_pepper, unwrap, wrap
from app.store.tables import Instance, Learner, SecondFactor
from tests.app.conftest import School

SECRET, OTHER, FORMER = "1" * 64, "2" * 64, "ab" * 32
FORMER_BLOB = bytes.fromhex(
    "8c4fb60684e25806a8975096bfab75fd43384952dae5863997e61a8dd16b3bd7aa4e985f7bb91b33793731408ea39dfa6f44aae6b564881b"
    "4f957d4c7b19a47da4c6da8f3e7ffcceb05a8cf7d74ecb6a29b93704bfbfddb40b71d79c823b877eb14b30702ab470e7ac65aecae3bf5225"
    "bbea2c02784636130b8d9fc515c75f90231eca25eecab9d0905b1ef6bda2e4b9"
)
FORMER_TEXT = "bd1a7740b5aa6c494ce308aacfa4f265158b686be2a49264542e461d25c8d429"
"""As the version before hid them: a pepper under SECRET, and a text under another key."""
HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$rSqSlfsjlzi3YaF+Ss31TxP7o7hG3ntZ"


def digest(key: str, words: str, text: bytes | None = None) -> bytes:
    derived = hmac.digest(bytes.fromhex(key), words.encode() + b"\x01", "sha256")
    return derived if text is None else hmac.digest(derived, text, "sha256")


def padded(text: bytes, key: str, nonce: bytes) -> bytes:
    pad = b"".join(digest(key, f"pad {number} {nonce.hex()}") for number in range(4))
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def former_text(text: str, key: str) -> str:
    """As the version before encrypted a text."""
    nonce = digest(key, "check", text.encode())[:16]
    return (nonce + padded(text.encode(), key, nonce)).hex()


def former_blob(pepper: Pepper, secret: str) -> bytes:
    """As the version before hid a pepper."""
    body = bytes(16) + padded(pepper.root + pepper.former.encode(), secret, bytes(16))
    return body + digest(secret, "check", body)


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
    assert first.startswith(b"AES-256-GCM ")
    assert first[12:24] != second[12:24]


def test_what_is_hidden_is_hidden_by_aes_256_in_galois_counter_mode() -> None:
    pepper = Pepper(bytes(range(32)), FORMER)
    blob, value = wrap(pepper, SECRET), encrypt("JBSWY3DPEHPK3PXP", SECRET)
    key = hmac.digest(bytes.fromhex(SECRET), b"AES-256-GCM\x01", "sha256")

    for closed, plain in (
        (blob.removeprefix(b"AES-256-GCM "), pepper.root + FORMER.encode()),
        (b64decode(value.removeprefix("gcm ")), b"JBSWY3DPEHPK3PXP"),
    ):
        assert AESGCM(key).decrypt(closed[:12], closed[12:], None) == plain


def test_what_the_version_before_hid_is_read() -> None:
    assert unwrap(FORMER_BLOB, SECRET) == Pepper(bytes(range(32)), FORMER)
    assert unwrap(FORMER_BLOB, OTHER) is None
    assert decrypt(FORMER_TEXT, "3" * 64) == "JBSWY3DPEHPK3PXP"
    for wrong, key in ((FORMER_TEXT, OTHER), (f"{FORMER_TEXT[:-2]}00", "3" * 64)):
        with pytest.raises(SecretFault):
            decrypt(wrong, key)


def test_what_the_version_before_hid_is_hidden_by_aes_when_an_instance_is_brought_over(
    database: Database, school: School
) -> None:
    staff_id, secret = school.facilitator_id, database.vault.place.read() or ""
    school.session.commit()
    with database.writing() as session:
        key = instance.pepper_of(session, "second factors")
        pepper = database.vault.pepper
        assert pepper
        session.execute(update(Instance).values(pepper=former_blob(pepper, secret)))
        seeds = {"secret": former_text("A" * 32, key), "offered": former_text("B" * 32, key)}
        session.add(SecondFactor(staff_id=staff_id, **seeds))
    with database.writing() as session:
        database.vault.pepper = None
        assert second_factors.get(session, staff_id) == second_factors.SecondFactor("A" * 32, "B" * 32)

        assert not instance.bring_over(session)
        second_factors.encrypt_anew(session)

        blob = bytes(session.scalars(select(Instance.pepper)).one() or b"")
        seeds_anew = session.execute(select(SecondFactor.secret, SecondFactor.offered)).one()
        assert [blob[:12], *(text[:4] for text in seeds_anew)] == [b"AES-256-GCM ", "gcm ", "gcm "]
        assert unwrap(blob, secret) == pepper
        assert second_factors.get(session, staff_id) == second_factors.SecondFactor("A" * 32, "B" * 32)


def test_each_purpose_has_a_key_of_its_own() -> None:
    pepper = new_pepper()

    assert len({pepper.key(purpose) for purpose in get_args(Purpose)}) == len(get_args(Purpose))


def test_what_one_secret_keyed_before_it_goes_on_keying_and_nothing_else() -> None:
    pepper = new_pepper(FORMER)

    old = {"codes", "tickets", "marks", "options", "visitors"}
    assert {purpose for purpose in get_args(Purpose) if pepper.key(purpose) == FORMER} == old


def test_what_is_encrypted_opens_with_its_key_alone_and_never_looks_the_same() -> None:
    key, other = (new_pepper().key("second factors") for _ in range(2))

    value = encrypt("JBSWY3DPEHPK3PXP", key)

    assert value != encrypt("JBSWY3DPEHPK3PXP", key)
    assert b"JBSWY3DPEHPK3PXP" not in b64decode(value.removeprefix("gcm "))
    assert decrypt(value, key) == "JBSWY3DPEHPK3PXP"
    for wrong, with_key in ((value, other), (value[:-8] + ("A" if value[-8] != "A" else "B") + value[-7:], key)):
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

"""The one row that says what kind of instance this is, and the pepper that only its secret opens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.store import tables
from app.store.derived_keys import derive
from app.store.pepper import IN_AES, Pepper, Purpose, Vault, add_pepper, new_pepper, unwrap, wrap
from app.store.secret_place import SecretFault
from app.store.upserts import insert_into
from app.store.values import value_of

KINDS = ("real", "demonstration", "test")


ROW = tables.Instance
_HASHES: tuple[tuple[type[tables.Row], str, str], ...] = (
    (tables.Learner, "learner_id", "pin_hash"),
    (tables.PreparedCard, "prepared_card_id", "pin_hash"),
    (tables.Staff, "staff_id", "passphrase_hash"),
)
_AT_ONCE = 2_000
STILL_INSIDE = "the secret of this instance still lies in its database"


@dataclass(frozen=True, slots=True)
class Instance:
    kind: str
    """one of KINDS"""
    created_at: datetime


def get(session: Session) -> Instance | None:
    row = session.scalar(select(ROW))
    return value_of(Instance, row) if row is not None else None


def pepper_of(session: Session, purpose: Purpose) -> str:
    """Returns the key for hashes, signatures or encryption of this purpose, in hexadecimal.

    Raises SecretFault if the secret is missing or does not open the pepper, and NoResultFound before `keep_first`.
    """
    return _pepper(session).key(purpose)


def page_secret_of(session: Session) -> str:
    """Returns the key that signs the cookies of pages; it changes with the secret.

    Raises SecretFault if the secret is missing or does not open the pepper.
    """
    _pepper(session)
    return derive(bytes.fromhex(_vault(session).secret), "pages").hex()


def holds_secret(session: Session) -> bool:
    """Returns whether the secret is still in the database, as in an older instance or a copy until `init` has run."""
    return session.scalar(select(ROW.secret)) is not None


def keyed_hash(session: Session, argon2_hash: str) -> str:
    """Returns what is stored of a PIN or passphrase: its Argon2id hash with a keyed digest.

    Raises SecretFault if the secret is missing or does not open the pepper.
    """
    return add_pepper(argon2_hash, pepper_of(session, "hashes"))


def keep_first(session: Session, *, kind: str, now: datetime) -> Instance:
    """Makes the instance and its secret, unless they exist; returns the instance that there is.

    The secret is stored outside the database. Raises SecretFault if it cannot be read or stored there.
    """
    present = get(session)
    if present is not None:
        return present
    vault = _vault(session)
    vault.pepper = None
    pepper = wrap(new_pepper(), vault.place.read_or_make())
    session.execute(
        insert_into(session, ROW)
        .values(instance_id=1, kind=kind, pepper=pepper, created_at=now)
        .on_conflict_do_nothing()
    )
    return value_of(Instance, session.scalars(select(ROW)).one())


def bring_over(session: Session) -> bool:
    """Moves the secret from the database to its place outside; returns False if there is none in the database.

    In an older instance, keys made of the secret keep working and every hash is peppered. In a copy that carries its
    secret, the pepper is put under the secret of this place. Raises SecretFault if the secret does not open the pepper.
    """
    row = session.execute(select(ROW.secret, ROW.pepper)).first()
    if row is None:
        return False
    if row.secret is None:
        _encrypt_anew(session, row.pepper)
        return False
    vault, pepper = _vault(session), _carried(row)
    secret = vault.place.read_or_make(row.secret if row.pepper else None)
    vault.pepper = None
    if row.pepper is None:
        _pepper_hashes(session, pepper)
    session.execute(update(ROW).values(secret=None, pepper=wrap(pepper, secret)))
    return True


def _encrypt_anew(session: Session, blob: bytes | None) -> None:
    """What the version before put under the secret is put there by AES."""
    pepper = _pepper(session)
    if blob is not None and not blob.startswith(IN_AES):
        session.execute(update(ROW).values(pepper=wrap(pepper, _vault(session).secret)))


def _carried(row: Row[str | None, bytes | None]) -> Pepper:
    carried = row.secret or ""
    pepper = unwrap(row.pepper, carried) if row.pepper else new_pepper(former=carried)
    if pepper is None:
        raise SecretFault("the secret that this copy carries does not open it: it is damaged")
    return pepper


def put_under(session: Session, secret: str) -> None:
    """Puts the pepper under this secret, which alone opens the database from the commit on.

    Raises SecretFault if the secret is missing or does not open the pepper.
    """
    session.execute(update(ROW).values(pepper=wrap(_pepper(session), secret)))


def put_anew_under(session: Session, secret: str) -> None:
    """Gives an instance whose secret is lost a new pepper, under this secret.

    No code, PIN, passphrase or ticket from before works after that. Raises SecretFault if the secret is not lost.
    """
    try:
        _pepper(session)
    except SecretFault:
        vault, pepper = _vault(session), new_pepper()
        session.execute(update(ROW).values(secret=None, pepper=wrap(pepper, secret)))
        vault.secret, vault.pepper = secret, pepper  # what this transaction still writes is under the new one
        return
    raise SecretFault("the secret is there and opens the database: nothing is lost")


def _pepper_hashes(session: Session, pepper: Pepper) -> None:
    key = pepper.key("hashes")
    for row, id_name, hash_name in _HASHES:
        row_id: InstrumentedAttribute[int] = getattr(row, id_name)
        hashed: InstrumentedAttribute[str | None] = getattr(row, hash_name)
        query = select(row_id, hashed).where(hashed.is_not(None)).order_by(row_id).limit(_AT_ONCE)
        last = 0
        while rows := session.execute(query.where(row_id > last)).all():
            session.execute(
                update(row), [{id_name: one_id, hash_name: add_pepper(text, key)} for one_id, text in rows if text]
            )
            last = rows[-1][0]


def _pepper(session: Session) -> Pepper:
    vault = _vault(session)
    if vault.pepper is not None:
        return vault.pepper
    row = session.execute(select(ROW.secret, ROW.pepper)).one()
    if row.secret is not None or row.pepper is None:
        raise SecretFault(f"{STILL_INSIDE}: run `navigator init`")
    return vault.open(row.pepper)


def _vault(session: Session) -> Vault:
    vault: Vault = session.info["vault"]
    return vault

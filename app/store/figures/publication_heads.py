"""With which act the list of what was done ended when a publication was made, as it prints it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import Publication


def list_heads(session: Session) -> list[tuple[str, int, str]]:
    """Lists what publications print of the list of acts: (name, how many acts, beginning of the last digest).

    One that prints nothing of it is absent.
    """
    columns = Publication.number, Publication.edition, Publication.acts_count, Publication.acts_head
    query = select(*columns).where(Publication.acts_count.is_not(None)).order_by(Publication.publication_id)
    return [
        (f"{number}, edition {edition}", count or 0, head) for number, edition, count, head in session.execute(query)
    ]

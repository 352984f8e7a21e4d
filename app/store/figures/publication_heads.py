"""With which act the audit ended when a publication was made, as the publication prints it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import Publication


def list_heads(session: Session) -> list[tuple[str, int, str]]:
    """Lists what each publication prints of the audit: (publication, how many acts, beginning of the last digest).

    One that prints nothing of it is absent. The first made comes first.
    """
    columns = Publication.number, Publication.edition, Publication.acts_count, Publication.acts_head
    query = select(*columns).where(Publication.acts_count.is_not(None)).order_by(Publication.publication_id)
    return [
        (f"{number}, edition {edition}", count or 0, head) for number, edition, count, head in session.execute(query)
    ]

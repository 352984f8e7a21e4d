"""publications: what has left the house, with its files"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def text_of(length: int, name: str, server_default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=server_default)


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def blob(name: str, length: int | None = None) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(length), nullable=False)


def of(table: str, there: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{there}.{there}_id'], name=f'fk_{table}_{column}')


def upgrade() -> None:
    op.create_table(
        'publication',
        *map(number, ('publication_id', 'programme_id', 'number', 'edition')),
        sa.Column('until_on', sa.Date, nullable=False),
        moment('made_at'),
        number('made_by', nullable=True),
        number('learner_count'),
        blob('digest', 32),
        *map(blob, ('content', 'ledger')),
        moment('withdrawn_at', nullable=True),
        number('withdrawn_by', nullable=True),
        text_of(400, 'reason', server_default=''),
        sa.PrimaryKeyConstraint('publication_id', name='pk_publication'),
        sa.UniqueConstraint('programme_id', 'number', 'edition', name='uq_publication_programme_id_number_edition'),
        of('publication', 'programme', 'programme_id'),
        *(of('publication', 'staff', column) for column in ('made_by', 'withdrawn_by')),
    )
    op.create_table(
        'publication_cohort',
        number('cohort_id'),
        text_of(32, 'step'),
        number('publication_id'),
        sa.PrimaryKeyConstraint('cohort_id', 'step', name='pk_publication_cohort'),
        *(of('publication_cohort', there, f'{there}_id') for there in ('cohort', 'publication')),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'publication_file',
        number('publication_id'),
        text_of(32, 'format'),
        text_of(12, 'language'),
        text_of(32, 'split'),
        text_of(64, 'destination'),
        blob('digest', 32),
        blob('data'),
        sa.PrimaryKeyConstraint(
            *('publication_id', 'format', 'language', 'split', 'destination'), name='pk_publication_file'
        ),
        of('publication_file', 'publication', 'publication_id'),
    )


def downgrade() -> None:
    for table in ('publication_file', 'publication_cohort', 'publication'):
        op.drop_table(table)

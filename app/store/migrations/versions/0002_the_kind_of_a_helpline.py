"""the kind of a helpline"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

EVERYWHERE = {'112', '911'}
"""for every need, in any country that has them"""
OF_COUNTRY = {
    **{country: {'01', '02', '03', '04', '101', '102', '103', '104'} for country in ('KZ', 'KG', 'UZ', 'TJ', 'TM', 'RU')},
    'TR': {'110', '155', '156', '158'},
    'AE': {'997', '998', '999'},
    'CN': {'110', '119', '120', '122'},
    'DE': {'110'},
    'KR': {'119'},
    'PL': {'997', '998', '999'},
}
"""police, fire, doctors (and gas), where our learners live or go; a short number elsewhere stays a helpline"""


def upgrade() -> None:
    with op.batch_alter_table('helpline') as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=32), nullable=True))
    helpline = sa.table(
        'helpline',
        sa.column('helpline_id', sa.Integer),
        sa.column('country', sa.String),
        sa.column('number', sa.String),
        sa.column('kind', sa.String),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(helpline.c.helpline_id, helpline.c.country, helpline.c.number)).all()
    emergency = [row.helpline_id for row in rows if is_emergency(row.country, row.number)]
    connection.execute(helpline.update().values(kind='helpline'))
    connection.execute(helpline.update().where(helpline.c.helpline_id.in_(emergency)).values(kind='emergency'))
    with op.batch_alter_table('helpline') as batch_op:
        batch_op.alter_column('kind', existing_type=sa.String(length=32), nullable=False)


def is_emergency(country: str, number: str) -> bool:
    """However it was typed: 112, 1-1-2 or (112)."""
    digits = ''.join(sign for sign in number if sign.isdigit())
    return '+' not in number and '/' not in number and digits in EVERYWHERE | OF_COUNTRY.get(country, set())


def downgrade() -> None:
    with op.batch_alter_table('helpline') as batch_op:
        batch_op.drop_column('kind')

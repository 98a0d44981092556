"""The departments (magistratsafdelinger) of the City of Aarhus"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAMES = (
    "Borgmesterens Afdeling",
    "Børn og Unge",
    "Kultur og Borgerservice",
    "Sociale Forhold og Beskæftigelse",
    "Sundhed og Omsorg",
    "Teknik og Miljø",
)


def upgrade() -> None:
    department = sa.table("department", sa.column("name", sa.String))
    op.bulk_insert(department, [{"name": name} for name in NAMES])


def downgrade() -> None:
    op.execute("DELETE FROM department")

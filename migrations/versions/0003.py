"""The search index over what was sent, of each database's own kind"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE proposal_search (proposal_id bigint PRIMARY KEY REFERENCES proposal (id), document tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_proposal_search_document ON proposal_search USING gin (document)")
    else:
        # Words come stemmed; only whether a case holds a word is asked, never where or how often.
        op.execute(
            "CREATE VIRTUAL TABLE proposal_search USING fts5 "
            "(stems, tokenize = 'unicode61 remove_diacritics 0', detail = none, columnsize = 0)"
        )


def downgrade() -> None:
    op.execute("DROP TABLE proposal_search")

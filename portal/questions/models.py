"""Questions as versioned data: an old proposal keeps the wording it answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.storage import Base


class QuestionSet(Base):
    """The questions of one call (later: of one tender lot), through its versions."""

    __tablename__ = "question_set"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    versions: Mapped[list[QuestionVersion]] = relationship(
        back_populates="question_set", order_by="QuestionVersion.number"
    )


class QuestionVersion(Base):
    """One wording of a set. `questions` is a list of what questions.rules.Question.from_data reads. Never edited once used."""

    __tablename__ = "question_version"
    __table_args__ = (sa.UniqueConstraint("question_set_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    question_set_id: Mapped[int] = mapped_column(sa.ForeignKey("question_set.id"))
    number: Mapped[int]
    questions: Mapped[list[Any]]
    created_at: Mapped[datetime]
    question_set: Mapped[QuestionSet] = relationship(back_populates="versions")

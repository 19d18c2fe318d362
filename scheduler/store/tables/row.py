"""What all tables share: how names of constraints are made, and how types are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase

from scheduler.store.columns import Utc, json_type


class Row(DeclarativeBase):
    """A row of a table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Utc(),
        dict[str, Any]: json_type(),
        list[str]: json_type(),
        list[Any]: json_type(),
    }


def one_of(column: str, *values: str) -> CheckConstraint:
    """Only these values, in words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(one) for one in values)})", name=column)

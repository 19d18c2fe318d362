"""Rows that are only ever added: the database itself refuses to change them.

A row of such a table may be deleted only while `openings` names the table, which
retention does inside its own transaction.
"""

from __future__ import annotations

from alembic import op

_FUNCTION = """
CREATE FUNCTION fieldweek_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM openings WHERE what = TG_TABLE_NAME) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def begin_refusing(*tables: str) -> None:
    """From now on rows of these tables stay as they are."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in tables:
            op.execute(
                f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION fieldweek_refuse()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_refuse_all BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION fieldweek_refuse()"
            )
        return
    for table in tables:
        said = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        opened = f"EXISTS (SELECT 1 FROM openings WHERE what = '{table}')"
        op.execute(f"CREATE TRIGGER {table}_refuse BEFORE UPDATE ON {table} {said}")
        op.execute(
            f"CREATE TRIGGER {table}_refuse_all BEFORE DELETE ON {table} WHEN NOT {opened} {said}"
        )


def stop_refusing(*tables: str) -> None:
    """Take the refusals away again, before the tables themselves go."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        where = f" ON {table}" if postgresql else ""
        op.execute(f"DROP TRIGGER {table}_refuse{where}")
        op.execute(f"DROP TRIGGER {table}_refuse_all{where}")
    if postgresql:
        op.execute("DROP FUNCTION fieldweek_refuse()")

"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.store.columns import Utc, json_type
from scheduler.store.migrations.refusals import begin_refusing, stop_refusing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "alert_steps",
    "audit",
    "erasures",
    "instances",
    "marks",
    "refused_marks",
    "releases",
    "timetables",
)


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "openings",
        sa.Column("what", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_openings"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "throttles",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_throttles"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", json_type(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("wards", json_type(), nullable=False),
        sa.Column("schools", json_type(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("oidc_issuer", sa.String(), nullable=True),
        sa.Column("oidc_subject", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=True),
        sa.Column("disabled_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_accounts_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sa.UniqueConstraint(
            "oidc_issuer", "oidc_subject", name="uq_accounts_oidc_issuer_oidc_subject"
        ),
    )
    op.create_index(
        "ix_accounts_organisation_name", "accounts", ["organisation", "name"], unique=False
    )
    op.create_index("ix_accounts_person", "accounts", ["person"], unique=False)
    op.create_table(
        "audit",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subjects", json_type(), nullable=False),
        sa.Column("details", json_type(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_audit_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "number", name="pk_audit"),
    )
    op.create_index(
        "ix_audit_organisation_made_at", "audit", ["organisation", "made_at"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_audit_subjects", "audit", ["subjects"], unique=False, postgresql_using="gin"
        )
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("counts", json_type(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_erasures_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index(
        "ix_erasures_organisation_person", "erasures", ["organisation", "person"], unique=False
    )
    op.create_table(
        "idempotency",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", json_type(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_idempotency_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "actor", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_made_at", "idempotency", ["made_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("tried", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('student', 'staff', 'mentor', 'guardian')", name=op.f("ck_people_kind")
        ),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_people_position")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_people_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "id", "edition", name="pk_people"),
    )
    op.create_table(
        "schools",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_schools_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_schools"),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("instance_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("schools", json_type(), nullable=False),
        sa.Column("follows", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_terms_dates")),
        sa.ForeignKeyConstraint(["follows"], ["terms.id"], name="fk_terms_follows"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_terms_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
        sa.UniqueConstraint(
            "organisation", "instance_key", name="uq_terms_organisation_instance_key"
        ),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("scopes", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("used_at", Utc(), nullable=True),
        sa.Column("expires_at", Utc(), nullable=True),
        sa.Column("revoked_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name="fk_api_keys_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_api_keys_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )
    op.create_index("ix_api_keys_account", "api_keys", ["account"], unique=False)
    op.create_table(
        "instances",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("counts", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('uploaded', 'edited', 'rolled', 'draft')", name=op.f("ck_instances_origin")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_instances_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_instances_term"),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
        sa.UniqueConstraint("term", "number", name="uq_instances_term_number"),
    )
    op.create_index("ix_instances_content_hash", "instances", ["content_hash"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("purpose", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=True),
        sa.Column("used_at", Utc(), nullable=True),
        sa.Column("revoked_at", Utc(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sign-in', 'mentor', 'calendar', 'enrol', 'device', 'kiosk', 'van')",
            name=op.f("ck_links_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name="fk_links_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_links_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("token_hash", name="uq_links_token_hash"),
    )
    op.create_index("ix_links_account", "links", ["account"], unique=False)
    op.create_index("ix_links_person", "links", ["person"], unique=False)
    op.create_table(
        "alert_steps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "step IN ('acknowledged', 'called', 'resolved')", name=op.f("ck_alert_steps_step")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_alert_steps_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_alert_steps_term"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_steps"),
    )
    op.create_index(
        "ix_alert_steps_organisation_term_day",
        "alert_steps",
        ["organisation", "term", "day"],
        unique=False,
    )
    op.create_table(
        "marks",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=True),
        sa.Column("end_minute", sa.Integer(), nullable=True),
        sa.Column("about", json_type(), nullable=False),
        sa.Column("effective_at", Utc(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("claimed_at", Utc(), nullable=True),
        sa.Column("utc_offset", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("accuracy", sa.Integer(), nullable=True),
        sa.Column("authority", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_marks_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_marks_term"),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_marks"),
    )
    op.create_index(
        "ix_marks_organisation_day_site", "marks", ["organisation", "day", "site"], unique=False
    )
    op.create_index(
        "ix_marks_organisation_received_at", "marks", ["organisation", "received_at"], unique=False
    )
    op.create_index(
        "ix_marks_organisation_student_day",
        "marks",
        ["organisation", "student", "day"],
        unique=False,
    )
    op.create_table(
        "mark_notes",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_mark_notes_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "mark", name="pk_mark_notes"),
    )
    op.create_index(
        "ix_mark_notes_organisation_student",
        "mark_notes",
        ["organisation", "student"],
        unique=False,
    )
    op.create_table(
        "refused_marks",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("student", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_refused_marks_organisation"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_refused_marks"),
    )
    op.create_index(
        "ix_refused_marks_organisation_received_at",
        "refused_marks",
        ["organisation", "received_at"],
        unique=False,
    )
    op.create_table(
        "codes",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.Column("ed_fi", sa.String(), nullable=True),
        sa.Column("reportable", sa.Boolean(), nullable=False),
        sa.Column("future", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_codes_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation", "id", name="pk_codes"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name="fk_sign_ins_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_sign_ins_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
    )
    op.create_index("ix_sign_ins_account", "sign_ins", ["account"], unique=False)
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"], unique=False)
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_scenarios_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_scenarios_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_scenarios_term"),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
        sa.UniqueConstraint("term", "name", name="uq_scenarios_term_name"),
    )
    op.create_table(
        "timetables",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("score", json_type(), nullable=False),
        sa.Column("unplaced", sa.Integer(), nullable=False),
        sa.Column("penalty", sa.Integer(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('run', 'hand', 'draft', 'rolled')", name=op.f("ck_timetables_origin")
        ),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_timetables_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_timetables_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_timetables_term"),
        sa.PrimaryKeyConstraint("id", name="pk_timetables"),
    )
    op.create_index("ix_timetables_instance", "timetables", ["instance"], unique=False)
    op.create_index(
        "ix_timetables_organisation_term_made_at",
        "timetables",
        ["organisation", "term", "made_at"],
        unique=False,
    )
    op.create_index("ix_timetables_run", "timetables", ["run"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("taken", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("pins", sa.LargeBinary(), nullable=False),
        sa.Column("score", json_type(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_drafts_version")),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_drafts_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_drafts_organisation"
        ),
        sa.ForeignKeyConstraint(["taken"], ["timetables.id"], name="fk_drafts_taken"),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_drafts_term"),
        sa.PrimaryKeyConstraint("term", name="pk_drafts"),
    )
    op.create_table(
        "edits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", json_type(), nullable=False),
        sa.Column("instance", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_edits_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_edits_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["scenario"], ["scenarios.id"], name="fk_edits_scenario", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_edits_term"),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
    )
    op.create_index("ix_edits_scenario_position", "edits", ["scenario", "position"], unique=False)
    op.create_index("ix_edits_term", "edits", ["term"], unique=False)
    op.create_table(
        "reasons",
        sa.Column("timetable", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("body", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_reasons_organisation"
        ),
        sa.ForeignKeyConstraint(["timetable"], ["timetables.id"], name="fk_reasons_timetable"),
        sa.PrimaryKeyConstraint("timetable", name="pk_reasons"),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("timetable", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changes", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_releases_number")),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_releases_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_releases_organisation"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_releases_term"),
        sa.ForeignKeyConstraint(["timetable"], ["timetables.id"], name="fk_releases_timetable"),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("term", "number", name="uq_releases_term_number"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("limits", json_type(), nullable=False),
        sa.Column("start", sa.String(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("claimed_at", Utc(), nullable=True),
        sa.Column("first_at", Utc(), nullable=True),
        sa.Column("heartbeat_at", Utc(), nullable=True),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.Column("stop_asked_at", Utc(), nullable=True),
        sa.Column("best", sa.String(), nullable=True),
        sa.Column("progress", json_type(), nullable=True),
        sa.Column("outcome", json_type(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "operation IN ('solve', 'none', 'reshuffle', 'sweep')", name=op.f("ck_runs_operation")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'stopped')",
            name=op.f("ck_runs_state"),
        ),
        sa.CheckConstraint("attempt >= 0", name=op.f("ck_runs_attempt")),
        sa.ForeignKeyConstraint(["best"], ["timetables.id"], name="fk_runs_best"),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_runs_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_runs_organisation"
        ),
        sa.ForeignKeyConstraint(["start"], ["timetables.id"], name="fk_runs_start"),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_runs_term"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index(
        "ix_runs_organisation_created_at", "runs", ["organisation", "created_at"], unique=False
    )
    op.create_index(
        "ix_runs_state_priority_created_at",
        "runs",
        ["state", "priority", "created_at"],
        unique=False,
    )
    op.create_index("ix_runs_term", "runs", ["term"], unique=False)
    op.create_table(
        "draft_steps",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("what", json_type(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("pins_before", sa.LargeBinary(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_draft_steps_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["term"], ["drafts.term"], name="fk_draft_steps_term", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "version", name="pk_draft_steps"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=True),
        sa.Column("release", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("sent_at", Utc(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'listed')", name=op.f("ck_messages_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_messages_organisation"
        ),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="fk_messages_release"),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_messages_term"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("release", "person", name="uq_messages_release_person"),
    )
    op.create_index(
        "ix_messages_organisation_made_at", "messages", ["organisation", "made_at"], unique=False
    )
    op.create_index("ix_messages_person", "messages", ["person"], unique=False)
    op.create_index("ix_messages_state_due_at", "messages", ["state", "due_at"], unique=False)
    op.create_table(
        "reshuffles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=True),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("named", json_type(), nullable=False),
        sa.Column("answer", json_type(), nullable=True),
        sa.Column("accepted", sa.String(), nullable=True),
        sa.Column("made_at", Utc(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["accepted"], ["releases.id"], name="fk_reshuffles_accepted"),
        sa.ForeignKeyConstraint(["instance"], ["instances.id"], name="fk_reshuffles_instance"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_reshuffles_organisation"
        ),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="fk_reshuffles_release"),
        sa.ForeignKeyConstraint(
            ["run"], ["runs.id"], name="fk_reshuffles_run", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_reshuffles_term"),
        sa.PrimaryKeyConstraint("id", name="pk_reshuffles"),
        sa.UniqueConstraint("run", name="uq_reshuffles_run"),
    )
    op.create_index("ix_reshuffles_instance", "reshuffles", ["instance"], unique=False)
    op.create_index("ix_reshuffles_term_made_at", "reshuffles", ["term", "made_at"], unique=False)
    op.create_table(
        "run_events",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_run_events_organisation"
        ),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_events_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "number", name="pk_run_events"),
    )

    op.create_table(
        "sweeps",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("grid", json_type(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_sweeps_organisation"
        ),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="fk_sweeps_release"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_sweeps_run", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["term"], ["terms.id"], name="fk_sweeps_term"),
        sa.PrimaryKeyConstraint("run", name="pk_sweeps"),
    )
    op.create_index("ix_sweeps_term_made_at", "sweeps", ["term", "made_at"], unique=False)
    op.create_table(
        "sweep_lines",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("body", json_type(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name="fk_sweep_lines_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["sweeps.run"], name="fk_sweep_lines_run", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", "number", name="pk_sweep_lines"),
    )

    begin_refusing(*APPEND_ONLY)


def downgrade() -> None:
    """Take all tables away."""
    stop_refusing(*APPEND_ONLY)
    for table in (
        "sweep_lines",
        "sweeps",
        "run_events",
        "reshuffles",
        "messages",
        "draft_steps",
        "runs",
        "releases",
        "reasons",
        "edits",
        "drafts",
        "timetables",
        "scenarios",
        "sign_ins",
        "alert_steps",
        "codes",
        "refused_marks",
        "mark_notes",
        "marks",
        "links",
        "instances",
        "api_keys",
        "terms",
        "schools",
        "people",
        "idempotency",
        "erasures",
        "audit",
        "accounts",
        "throttles",
        "organisations",
        "openings",
    ):
        op.drop_table(table)

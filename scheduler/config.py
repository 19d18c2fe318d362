"""Settings of the service, read from the environment once where a process is wired.

Each is documented in ``docs/reference/settings.md``; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from scheduler.errors import Fault, InvalidInputError

NO_SETTINGS = frozenset({"FIELDWEEK_DEBUG", "FIELDWEEK_LIFELINE"})
"""Read from the environment elsewhere: by the command line, and by what `serve` starts."""


class Settings(BaseSettings):
    """What can be set, each as ``FIELDWEEK_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="FIELDWEEK_", frozen=True)

    # Where things are.
    database: SecretStr = Field(
        default=SecretStr("sqlite:///fieldweek.db"),
        description="Address of the store: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    host: str = Field(default="127.0.0.1", description="Address that pages and API listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that they listen on.")
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]\S*)?$",
        description="Address that people type, for links in messages; empty: host and port.",
    )

    # Runs and the workers that plan them.
    lease_seconds: float = Field(
        default=15.0,
        ge=5.0,
        description="Seconds without a sign of life after which a worker's run goes to another.",
    )
    run_memory_mib: int = Field(
        default=4096, ge=64, description="Most memory in MiB that planning one run may hold."
    )
    run_processes: int = Field(
        default=2, ge=1, le=64, description="Most processes that one run may ask for."
    )
    run_seconds: float = Field(
        default=14400.0, gt=0, description="Most seconds that one run may ask for."
    )

    notice_days: int = Field(
        default=2,
        ge=0,
        le=60,
        description="School days after today in which nothing moves when a release is repaired.",
    )

    # What is said about the service's own doings.
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level that is logged."
    )
    log_format: Literal["json", "text"] = Field(
        default="json", description="`json`, one object a line, or `text` for people."
    )

    # Being there.
    check_in_question: str = Field(
        default="",
        max_length=200,
        description="Question that students may answer when they check in; empty: none.",
    )
    mentor_mail_at: str = Field(
        default="",
        pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$",
        description="Clock time at the school, such as `07:00`, at which the mentors of a day's"
        " interns are sent their link; empty: never.",
    )

    # How people are told by e-mail.
    smtp_host: str = Field(
        default="", description="Mail server; empty: nothing is sent, messages are printed."
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection to the mail server is kept secret."
    )
    smtp_user: str = Field(default="", description="Name to sign in to the mail server with.")
    smtp_password: SecretStr = Field(
        default=SecretStr(""), description="Password to sign in to the mail server with."
    )
    smtp_from: str = Field(
        default="Fieldweek <fieldweek@localhost>", description="Sender of the messages."
    )

    # How long things are kept. 0 days: for ever.
    keep_audit_days: int = Field(default=2555, ge=0, description="Days the audit log is kept.")
    keep_marks_days: int = Field(default=2555, ge=0, description="Days marks are kept.")
    keep_runs_days: int = Field(
        default=365, ge=0, description="Days finished runs and their events are kept."
    )
    keep_timetables_days: int = Field(
        default=365,
        ge=0,
        description="Days timetables are kept that no release, draft or run names.",
    )
    keep_messages_days: int = Field(
        default=365, ge=0, description="Days messages are kept that were sent or listed."
    )
    keep_sign_ins_days: int = Field(
        default=30, ge=0, description="Days ended sign-ins, links and keys are kept."
    )
    keep_idempotency_days: int = Field(
        default=3, ge=1, description="Days answers are kept for requests that are repeated."
    )

    proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of proxies whose X-Forwarded headers are believed, with commas.",
    )

    # Signing in.
    sign_in_idle_minutes: int = Field(
        default=30, ge=1, description="Minutes without a request after which a sign-in is over."
    )
    sign_in_hours: int = Field(
        default=12, ge=1, description="Hours after which a sign-in is over in any case."
    )

    oidc_issuer: str = Field(
        default="", description="Address of the school's own sign-in (OpenID Connect), if any."
    )
    oidc_client: str = Field(default="", description="What this service is called there.")
    oidc_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret it has there; empty: PKCE alone."
    )

    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Token to be shown for `/metrics`; empty: only this machine gets them.",
    )

    # How often somebody may ask.
    rate_each_second: float = Field(
        default=50, gt=0, description="Requests a second that one sign-in or key may make."
    )
    rate_at_once: int = Field(
        default=200, ge=1, description="Requests that one sign-in or key may make at once."
    )
    wrong_at_once: int = Field(
        default=300,
        ge=1,
        description="Wrong keys that one address may show at once; then two a second.",
    )

    @property
    def database_url(self) -> str:
        """The address of the store, password and all: for opening it, not for showing."""
        return self.database.get_secret_value()


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    InvalidInputError
        With every setting that cannot be used; its value, which may be a secret, is not said.

    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            Fault(
                thing=f"FIELDWEEK_{'_'.join(map(str, one['loc']))}".upper(),
                field="",
                message=_said(str(one["loc"][0]), one["type"], one["msg"]),
                next_step="Mend it in the environment; docs/reference/settings.md says what it is.",
            )
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InvalidInputError("Settings cannot be used.", faults) from None


def _said(name: str, kind: str, message: str) -> str:
    """Say what is wrong; what a pattern is nobody need know."""
    if kind != "string_pattern_mismatch":
        return f"{message}."
    return f"It is not of this kind: {Settings.model_fields[name].description}"


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Say which names look like settings and are none: mistyped, they would do nothing."""
    known = {f"FIELDWEEK_{name.upper()}" for name in Settings.model_fields}
    found = []
    for name in sorted(environment):
        if name.startswith("FIELDWEEK_") and name not in known | NO_SETTINGS:
            near = get_close_matches(name, known, n=1)
            found.append(f"{name} is no setting." + (f" Did you mean {near[0]}?" if near else ""))
    return found


def settings_table() -> str:
    """The table of ``docs/reference/settings.md``."""
    lines = ["| setting | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        shown = f"`{default}`" if default not in ("", None) else ""
        lines.append(f"| `FIELDWEEK_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)

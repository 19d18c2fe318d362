"""E-mail by the school's mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType

from scheduler.config import Settings

SECONDS = 20
"""How long a mail server may take for an answer."""


class MailRefusedError(Exception):
    """The mail server will never take this message."""


class MailDelayedError(Exception):
    """The mail server does not take this message now."""


class Server:
    """A connection to the mail server, opened by the first message and used for all."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, address: str, id: str, subject: str, text: str) -> None:
        """Hand over one message; sent twice by mishap, its id lets readers show it once.

        Raises
        ------
        MailRefusedError, MailDelayedError
            With a sentence that holds no address.
        """
        settings = self._settings
        message = EmailMessage()
        try:
            message["From"] = settings.smtp_from
            message["To"] = address
            message["Subject"] = " ".join(subject.split())
            message["Message-ID"] = f"<{id}@fieldweek>"
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(text)
        except ValueError as error:
            raise MailRefusedError("The e-mail address cannot be used.") from error
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _by_code(code) from error
        except smtplib.SMTPResponseException as error:
            self._close()
            raise _by_code(error.smtp_code) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            raise MailRefusedError("The e-mail address cannot be used.") from error
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise MailDelayedError("The mail server cannot be reached.") from error

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            settings = self._settings
            context = ssl.create_default_context()
            if settings.smtp_security == "tls":
                self._open = smtplib.SMTP_SSL(
                    settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=context
                )
            else:
                self._open = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)
                if settings.smtp_security == "starttls":
                    self._open.starttls(context=context)
            if settings.smtp_user:
                self._open.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None


def _by_code(code: int) -> MailRefusedError | MailDelayedError:
    """Tell apart what is for good (5xx) from what may be tried again (4xx)."""
    if 500 <= code < 600 and code not in (530, 535):
        return MailRefusedError(f"The mail server refuses it (code {code}).")
    return MailDelayedError(f"The mail server does not take it now (code {code}).")

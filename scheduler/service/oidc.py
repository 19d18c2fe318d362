"""Signing in by the school's own accounts: OpenID Connect, with code, PKCE and nonce.

What has to be remembered between going there and coming back follows from one secret in
the browser's cookie; the service itself remembers nothing.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scheduler.domain.accounts import Account, Via
from scheduler.errors import InvalidInputError, NotSignedInError, StoreUnavailableError
from scheduler.service import audit, sign_in
from scheduler.service.who import actor_of
from scheduler.store import accounts

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from scheduler.config import Settings
    from scheduler.store.engine import Store

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Never ``none``, and none that signs with the client's own secret."""
LEEWAY = 60
_KNOWN_FOR = 3600.0
_SECONDS = 10.0
_NO = "The school's sign-in did not say who you are. Begin again, or ask an administrator."
_NOBODY = "No account here has your e-mail address. Ask an administrator to make one."
_AWAY = "The school's sign-in does not answer. Try again in a moment."


class Provider:
    """The school's own sign-in, as its address says."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer.rstrip("/")
        self.client = settings.oidc_client
        self.secret = settings.oidc_secret.get_secret_value()
        self.back = f"{settings.public_url.rstrip('/')}/oidc/back"
        self._said: dict[str, Any] = {}
        self._said_at = 0.0
        self._keys: KeySet | None = None
        check_settings(settings)

    def begin(self, secret: str) -> str:
        """Say where to send a browser whose cookie has this secret."""
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._discovered()["authorization_endpoint"],
                state=_part(secret, "state"),
                nonce=_part(secret, "nonce"),
                code_verifier=_part(secret, "verifier"),
            )
        return str(url)

    def end(self, secret: str, state: str, code: str) -> dict[str, Any]:
        """Exchange the code a browser came back with; gives the claims about who it is.

        Raises
        ------
        NotSignedInError
            Anything about the answer is not as it must be.

        """
        if not hmac.compare_digest(state.encode(), _part(secret, "state").encode()):
            raise NotSignedInError(_NO)
        token = self._token(code, _part(secret, "verifier"))
        return self._claims(token, _part(secret, "nonce"))

    def _token(self, code: str, verifier: str) -> str:
        from authlib.integrations.base_client import OAuthError
        from httpx import HTTPError

        try:
            with self._session() as session:
                answer = session.fetch_token(
                    self._discovered()["token_endpoint"], code=code, code_verifier=verifier
                )
        except (OAuthError, ValueError):
            raise NotSignedInError(_NO) from None
        except HTTPError:
            raise StoreUnavailableError(_AWAY) from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotSignedInError(_NO)
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        wanted = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._discovered()["issuer"]},
            aud={"essential": True, "value": self.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = self._decoded(token)
            wanted.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError):
            raise NotSignedInError(_NO) from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.client:
            raise NotSignedInError(_NO)
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise NotSignedInError(_NO)
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            return dict(jwt.decode(token, self._key_set(), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            # It may have been signed by a key that is newer than what is known here.
            return dict(jwt.decode(token, self._key_set(anew=True), algorithms=ALGORITHMS).claims)

    def _key_set(self, anew: bool = False) -> KeySet:
        from joserfc.jwk import KeySet

        if self._keys is None or anew:
            self._keys = KeySet.import_key_set(self._get(self._discovered()["jwks_uri"]))
        return self._keys

    def _discovered(self) -> dict[str, Any]:
        """What the provider says of itself, asked for once an hour."""
        if not self._said or time.monotonic() - self._said_at > _KNOWN_FOR:
            said = self._get(f"{self.issuer}/.well-known/openid-configuration")
            if str(said.get("issuer", "")).rstrip("/") != self.issuer:
                raise NotSignedInError(_NO)
            self._said, self._said_at = said, time.monotonic()
        return self._said

    def _get(self, url: str) -> Any:
        import httpx

        try:
            answer = httpx.get(url, timeout=_SECONDS, follow_redirects=False, trust_env=False)
            return answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            raise StoreUnavailableError(_AWAY) from None

    def _session(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self.client,
            self.secret,
            scope="openid email",
            redirect_uri=self.back,
            code_challenge_method="S256",
            timeout=_SECONDS,
            trust_env=False,
        )


def new_secret() -> str:
    """A secret for the cookie of a browser that goes to the school's sign-in."""
    return secrets.token_urlsafe(32)


def signed_in(
    store: Store, settings: Settings, provider: Provider, claims: dict[str, Any], device: str
) -> str:
    """Sign in whom the claims are about; gives the token for the cookie.

    An account is known by the provider's name for it. The first time it is found by its
    e-mail address, which the provider must have verified.

    Raises
    ------
    NotSignedInError
        No account is theirs, or it is disabled.

    """
    account = _account(store, provider, claims)
    if account is None or account.disabled:
        raise NotSignedInError(_NOBODY)
    return sign_in.begin(store, settings, account, device)


def _account(store: Store, provider: Provider, claims: dict[str, Any]) -> Account | None:
    issuer, subject = provider.issuer, claims["sub"]
    email = claims.get("email")
    with store.write() as tx:
        known = accounts.by_oidc(tx, issuer, subject)
        if known is not None:
            return known
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            return None
        found = accounts.by_email(tx, email)
        if found is None or not accounts.join_oidc(tx, found[0].id, issuer, subject):
            return None
        audit.done(tx, actor_of(found[0], Via.SESSION, ""), "account.oidc", [found[0].id])
        return found[0]


def _part(secret: str, name: str) -> str:
    """One of the values that follow from the secret of a browser's cookie."""
    made = hmac.digest(secret.encode(), f"fieldweek oidc {name}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def check_settings(settings: Settings) -> None:
    """Refuse settings that cannot work, before anybody tries to sign in.

    Raises
    ------
    InvalidInputError
        With what to mend.
    """
    parts = urlsplit(settings.oidc_issuer)
    local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not local:
        raise InvalidInputError("The school's sign-in needs https. Mend FIELDWEEK_OIDC_ISSUER.")
    if not settings.oidc_client or not settings.public_url:
        raise InvalidInputError(
            "Sign-in by the school's accounts needs FIELDWEEK_OIDC_CLIENT and"
            " FIELDWEEK_PUBLIC_URL. Set both."
        )
    try:
        import authlib  # noqa: F401
    except ImportError:
        raise InvalidInputError(
            "Sign-in by the school's accounts needs the extra `oidc`. Install fieldweek[oidc]."
        ) from None

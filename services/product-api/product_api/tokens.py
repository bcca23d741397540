"""Who is asking: RS256 tokens that order-api signs, checked against the keys it publishes."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import jwt

from product_api.problem import Problem

ISSUER = "techcommerce/order-api"
AUDIENCE = "techcommerce"
KEYS_LIVE = 300.0
_between_fetches = 5.0

Fetch = Callable[[], dict[str, Any]]


def fetch_from(url: str, timeout: float = 3.0) -> Fetch:
    parts = urlsplit(url)

    def fetch() -> dict[str, Any]:
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        try:
            connection.request("GET", parts.path or "/", headers={"Accept": "application/json"})
            answer = connection.getresponse()
            body = answer.read(1_000_000)
        finally:
            connection.close()
        if answer.status != 200:
            raise OSError(f"{url} answered {answer.status}")
        document = json.loads(body)
        if not isinstance(document, dict):
            raise OSError(f"{url} gave no key set")
        return document

    return fetch


class Keys:
    """
    The published keys, kept for a while. A key id not seen yet means that order-api began to sign with its next key, so the
    set is fetched again, but not for every forged token that names one.
    """

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")

    def get(self, key_id: str) -> jwt.PyJWK | None:
        with self._lock:
            age = self._clock() - self._fetched
            if age > KEYS_LIVE or (key_id not in self._keys and age > _between_fetches):
                document = self._fetch()
                self._keys = {str(key.get("kid")): jwt.PyJWK.from_dict(key) for key in document.get("keys", [])}
                self._fetched = self._clock()
            return self._keys.get(key_id)


def _unauthorized(detail: str) -> Problem:
    return Problem(401, "Not signed in", detail, headers={"WWW-Authenticate": "Bearer"})


class Gate:
    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def require(self, authorization: str | None, role: str) -> str:
        """The caller's name, if its token is good and holds the role."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("Send a bearer token from POST /sessions of order-api.")
        try:
            key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise _unauthorized("The token is signed with a key that is not published.")
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "sub", "roles"]},
            )
        except jwt.PyJWTError as error:
            raise _unauthorized(f"The token cannot be used: {error}.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Problem(503, "Cannot check tokens", "The keys to check tokens with are out of reach.") from error
        roles = claims["roles"]
        if not (isinstance(roles, list) and role in roles):
            raise Problem(403, "Not allowed", f"This needs the role {role}.")
        return str(claims["sub"])

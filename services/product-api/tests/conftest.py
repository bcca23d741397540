import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask

from product_api.app import create_app
from product_api.database import Sqlite
from product_api.log import create_log
from product_api.migrate import migrate
from product_api.settings import settings_from
from product_api.tokens import AUDIENCE, ISSUER, Gate, Keys
from tests.contract import ContractClient

Mint = Callable[..., str]


class Signer:
    """Stands where order-api stands: keys of our own, published as a key set."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public(self) -> dict[str, Any]:
        jwk: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return {**jwk, "kid": self.key_id, "alg": "RS256", "use": "sig"}

    def token(self, *roles: str, **claims: Any) -> str:
        payload = {"sub": "customer", "roles": list(roles), "iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60}
        return jwt.encode(payload | claims, self.private, algorithm="RS256", headers={"kid": self.key_id})


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer("first")


@pytest.fixture
def database(tmp_path: Path) -> Sqlite:
    opened = Sqlite(tmp_path / "products.sqlite")
    migrate(opened)
    return opened


@pytest.fixture
def app(database: Sqlite, signer: Signer) -> Flask:
    settings = settings_from({"LOG_LEVEL": "debug", "BURN": "on", "RELEASE": "r7", "COMMIT": "abc1234", "IMAGE": "x@y"})
    application = create_app(
        settings, create_log("debug"), database, Gate(Keys(lambda: {"keys": [signer.public()]}))
    )
    application.test_client_class = ContractClient
    return application


@pytest.fixture
def client(app: Flask) -> Any:
    return app.test_client()


@pytest.fixture
def as_(signer: Signer) -> Callable[..., dict[str, str]]:
    return lambda *roles: {"Authorization": f"Bearer {signer.token(*roles)}"}

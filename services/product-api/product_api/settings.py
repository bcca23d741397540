"""The environment, read once; one message names every variable that is wrong."""

from dataclasses import dataclass
from typing import Mapping

LEVELS = ("debug", "info", "warn", "error")


@dataclass(frozen=True)
class Settings:
    port: int
    log_level: str
    database_url: str | None
    data_dir: str
    jwks_url: str
    burn: bool
    release: str
    commit: str
    image: str


def settings_from(environment: Mapping[str, str]) -> Settings:
    wrong: list[str] = []

    def text(name: str, otherwise: str) -> str:
        return environment.get(name) or otherwise

    port = text("PORT", "5000")
    if not (port.isdecimal() and int(port) <= 65535):
        wrong.append(f'PORT: expected a whole number from 0 to 65535, got "{port}"')
    level = text("LOG_LEVEL", "info")
    if level not in LEVELS:
        wrong.append(f'LOG_LEVEL: expected one of {", ".join(LEVELS)}, got "{level}"')
    database_url = environment.get("DATABASE_URL") or None
    if database_url is not None and not database_url.startswith(("postgres://", "postgresql://")):
        wrong.append("DATABASE_URL: expected postgresql://user:password@host:port/name, or nothing for SQLite")
    jwks_url = text("JWKS_URL", "http://127.0.0.1:4000/.well-known/jwks.json")
    if not jwks_url.startswith(("http://", "https://")):
        wrong.append(f'JWKS_URL: expected an address like http://host:port/path, got "{jwks_url}"')
    burn = text("BURN", "off")
    if burn not in ("on", "off"):
        wrong.append(f'BURN: expected on or off, got "{burn}"')
    if wrong:
        raise ValueError("The environment is not what this service needs:\n  " + "\n  ".join(wrong))
    return Settings(
        port=int(port),
        log_level=level,
        database_url=database_url,
        data_dir=text("DATA_DIR", "data"),
        jwks_url=jwks_url,
        burn=burn == "on",
        release=text("RELEASE", "unreleased"),
        commit=text("COMMIT", "unknown"),
        image=text("IMAGE", "unknown"),
    )

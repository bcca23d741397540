"""The id that ties one customer's click to the log lines of three services."""

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Correlation-Id"
_acceptable = re.compile(r"[A-Za-z0-9._-]{1,128}\Z")
_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def current() -> str | None:
    return _current.get()


def adopt(given: str | None) -> str:
    """Takes the caller's id if it is harmless in a log line and a header, else makes one."""
    chosen = given if given is not None and _acceptable.match(given) else str(uuid.uuid4())
    _current.set(chosen)
    return chosen

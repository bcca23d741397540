"""One JSON object per line on stdout: what a log agent reads without a parser of its own."""

import json
import logging
import sys
from datetime import UTC, datetime

from product_api import correlation

_levels = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_names = {number: name for name, number in _levels.items()} | {logging.CRITICAL: "error"}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": _names.get(record.levelno, "info"),
            "service": "product-api",
            "message": record.getMessage(),
        }
        if (request_id := correlation.current()) is not None:
            entry["correlation_id"] = request_id
        entry |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class Log:
    """What the service says: a message and named fields."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def debug(self, message: str, **fields: object) -> None:
        self._logger.debug(message, extra={"fields": fields})

    def info(self, message: str, **fields: object) -> None:
        self._logger.info(message, extra={"fields": fields})

    def warn(self, message: str, **fields: object) -> None:
        self._logger.warning(message, extra={"fields": fields})

    def failure(self, message: str, **fields: object) -> None:
        """An error with the exception being handled."""
        self._logger.error(message, extra={"fields": fields}, exc_info=True)


def create_log(level: str) -> Log:
    logger = logging.getLogger("product-api")
    logger.setLevel(_levels[level])
    logger.propagate = False
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logger.handlers = [handler]
    return Log(logger)

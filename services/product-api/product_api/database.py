"""PostgreSQL where DATABASE_URL is set, else SQLite in DATA_DIR. One SQL for both: `?` for values, no dialect."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

Row = tuple[Any, ...]


class Transaction(Protocol):
    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]: ...

    def changed(self, sql: str, values: Sequence[object] = ()) -> int: ...


class Database(Protocol):
    def transaction(self) -> Any:
        """A context manager that gives a `Transaction`: committed at its end, undone by an exception."""


class _Statements:
    """A cursor of either driver, which differ only in how they mark a value's place."""

    def __init__(self, cursor: Any, mark: str) -> None:
        self._cursor = cursor
        self._mark = mark

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self._cursor.execute(sql.replace("?", self._mark), values)
        return list(self._cursor.fetchall()) if self._cursor.description else []

    def changed(self, sql: str, values: Sequence[object] = ()) -> int:
        self._cursor.execute(sql.replace("?", self._mark), values)
        return int(self._cursor.rowcount)


class Sqlite:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        connection = self._connection()
        # a transaction that begins by reading could find, when it comes to write, that another wrote meanwhile
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield _Statements(connection.cursor(), "?")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


class Postgres:
    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()

    def _connection(self) -> psycopg.Connection[Row]:
        """One connection for each of gunicorn's threads, made anew once the server dropped it."""
        connection: psycopg.Connection[Row] | None = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = psycopg.connect(self._url, connect_timeout=5, options="-c statement_timeout=5000")
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        connection = self._connection()
        try:
            with connection.transaction(), connection.cursor() as cursor:
                yield _Statements(cursor, "%s")
        except psycopg.OperationalError:
            connection.close()
            raise


def open_database(url: str | None, data_dir: str) -> Database:
    return Sqlite(Path(data_dir) / "products.sqlite") if url is None else Postgres(url)

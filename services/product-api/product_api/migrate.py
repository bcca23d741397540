"""
`python -m product_api.migrate`: brings the database forward, once per release, before the new pods start.

Migrations only add: the pods of the release before run on beside the new ones during a rolling update, and again after a
rollback, so a column in use is never renamed or dropped in the release that stops using it.
"""

import os
from pathlib import Path

from product_api.database import Database, Postgres, Transaction, open_database
from product_api.log import create_log
from product_api.settings import settings_from

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_351_001  # any number, as long as nothing else in this database takes the same advisory lock


def migrations() -> list[tuple[str, str]]:
    return [(file.stem, file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.sql"))]


def _applied(transaction: Transaction) -> set[str]:
    transaction.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
    return {str(name) for (name,) in transaction.execute("SELECT name FROM migrations")}


def migrate(database: Database) -> list[str]:
    """All that are missing, in one transaction: a Job that is killed halfway leaves nothing half done."""
    with database.transaction() as transaction:
        if isinstance(database, Postgres):
            transaction.execute("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
        applied = _applied(transaction)
        missing = [(name, sql) for name, sql in migrations() if name not in applied]
        for name, sql in missing:
            for statement in filter(str.strip, sql.split(";\n")):
                transaction.execute(statement)
            transaction.execute("INSERT INTO migrations (name) VALUES (?)", (name,))
        return [name for name, _ in missing]


def is_current(database: Database) -> bool:
    """Whether this build finds every table it needs; a database that is further on is fine, migrations only add."""
    with database.transaction() as transaction:
        known = {str(name) for (name,) in transaction.execute("SELECT name FROM migrations")}
    return known >= {name for name, _ in migrations()}


def main() -> None:
    settings = settings_from(os.environ)
    log = create_log(settings.log_level)
    applied = migrate(open_database(settings.database_url, settings.data_dir))
    log.info("migrated", applied=applied)


if __name__ == "__main__":
    main()

#!/bin/bash
# Takes the settings that the official image takes: POSTGRES_PASSWORD (or _FILE), POSTGRES_USER, POSTGRES_DB, PGDATA, and
# the scripts in /docker-entrypoint-initdb.d, run once on an empty data folder.
set -euo pipefail

if [ "${1:-}" != postgres ]; then exec "$@"; fi
for word in "$@"; do
  case $word in --version | --help | -V | '-?') exec "$@" ;; esac
done

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  password=${POSTGRES_PASSWORD:-}
  if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then password=$(<"$POSTGRES_PASSWORD_FILE"); fi
  if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo "expected POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust, to set up an empty data folder" >&2
    exit 1
  fi
  initdb --username="$user" --pwfile=<(printf '%s\n' "${password:-unused}") --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"
  # while it is set up it listens to nobody else
  pg_ctl --wait --options="-c listen_addresses=''" start
  if [ "$database" != postgres ]; then createdb --username="$user" "$database"; fi
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) bash "$script" ;;
      *.sql) psql --set ON_ERROR_STOP=1 --no-password --username="$user" --dbname="$database" --file="$script" ;;
    esac
  done
  pg_ctl --wait --mode=fast stop
fi

exec "$@" -c listen_addresses='*'

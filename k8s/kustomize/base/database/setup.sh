#!/bin/bash
# Run once by the image, on an empty volume: each API gets a role and a database of its own, and sees no other.
set -euo pipefail

make() {
  psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
    --set=role="$1" --set=database="$2" --set=password="$3" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"role";
REVOKE CONNECT ON DATABASE :"database" FROM PUBLIC;
SQL
}

make product_api products "$PRODUCT_API_PASSWORD"
make order_api orders "$ORDER_API_PASSWORD"

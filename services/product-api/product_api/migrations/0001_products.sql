CREATE TABLE products (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  summary TEXT NOT NULL,
  category TEXT NOT NULL,
  price_cents BIGINT NOT NULL CHECK (price_cents > 0),
  stock BIGINT NOT NULL CHECK (stock >= 0),
  shelf BIGINT NOT NULL
);
CREATE TABLE reservations (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  lines TEXT NOT NULL,
  reserved_at TEXT NOT NULL
);

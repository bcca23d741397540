CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  state TEXT NOT NULL,
  wanted TEXT NOT NULL,
  lines TEXT,
  total_cents BIGINT,
  reason TEXT,
  placed_at BIGINT NOT NULL,
  attempt_after BIGINT NOT NULL,
  UNIQUE (customer, idempotency_key)
);
CREATE INDEX orders_of_customer ON orders (customer, placed_at);
CREATE INDEX orders_unfinished ON orders (attempt_after) WHERE state IN ('placed', 'cancelling');

import { expect, test } from "vitest";
import { nameOf } from "./repository.ts";

test.each([
  ["git@github.com:acme/shop.git", "acme/shop"],
  ["https://github.com/acme/shop", "acme/shop"],
  ["ssh://git@host:22/acme/shop.git/", "acme/shop"],
  ["", undefined],
  ["/srv/work/shop/.", undefined],
  ["../shop", undefined],
  ["file:///srv/work/shop.git", undefined],
])("origin %s: the repository is named %s", (origin, name) => expect(nameOf(origin)).toBe(name));

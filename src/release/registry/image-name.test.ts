import { expect, test } from "vitest";
import { imageName } from "./image-name.ts";

test.each([
  ["ghcr.io/acme/shop", "ghcr.io/acme/shop"],
  ["GHCR.io/Acme/Shop", "ghcr.io/acme/shop"],
  ["shop", "shop"],
  ["acme/my__shop.web--api", "acme/my__shop.web--api"],
  ["127.0.0.1:5000/a/b", "127.0.0.1:5000/a/b"],
  ["localhost:5000/a", "localhost:5000/a"],
  ["[::1]:5000/a", "[::1]:5000/a"],
])("%s is a name", (text, name) => expect(imageName(text)).toEqual({ name }));

test.each([
  ["ghcr.io/acme/shop:1", "it ends with a tag; give the name alone"],
  [`acme/shop@sha256:${"a".repeat(64)}`, "it ends with a digest; give the name alone"],
  ["https://ghcr.io/acme/shop", "it begins as an address; drop the protocol"],
  ["ghcr.io//shop", "'' is no part of an image's name"],
  ["ghcr.io/acme/shop web", "'shop web' is no part of an image's name"],
  ["ghcr.io/-acme", "'-acme' is no part of an image's name"],
  ["--output", "'--output' is no part of an image's name"],
  [`acme/${"a".repeat(256)}`, "it is longer than 255 characters"],
])("%s is none, and it is said why", (text, wrong) => expect(imageName(text)).toEqual({ wrong }));

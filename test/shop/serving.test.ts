import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const services = join(import.meta.dirname, "../../services");
const files = (service: string) =>
  Object.fromEntries(
    readdirSync(join(services, service, "src/serving")).map((name) => [
      name,
      readFileSync(join(services, service, "src/serving", name), "utf8"),
    ]),
  );

// each image is built from its service's folder alone, so what both Node services do alike lies in both; alike it stays
test("frontend and order-api serve by the same code", () => {
  expect(files("order-api")).toEqual(files("frontend"));
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { LegQuestion } from "../runner/run/request.ts";
import { Shelf } from "./shelf.ts";

const question: LegQuestion = {
  leg: "build#0",
  job: {
    ...{ kind: "job", id: "build", needs: [], env: {}, defaults: {}, outputs: {}, runsOn: ["x"], steps: [] },
  },
  environment: undefined,
  given: {},
};

function place() {
  const top = mkdtempSync(join(tmpdir(), "shelf-"));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const shelf = () => new Shelf({ folder: join(top, "resume"), about: Promise.resolve([]), resume: true });
  const beside = (name: string) => ({
    registry: join(top, name, "registry"),
    artifacts: join(top, name, "artifacts"),
    caches: join(top, name, "caches"),
  });
  return { shelf, beside };
}

/** One rehearsal that went well and pushed something. */
async function begin({ shelf, beside }: ReturnType<typeof place>): Promise<void> {
  const [first, to] = [shelf(), beside("first")];
  first.bringBack(to);
  const earlier = await first.earlier({});
  earlier.keep(question, { result: "success", outputs: { digest: "sha256:1" } });
  mkdirSync(to.registry, { recursive: true });
  writeFileSync(join(to.registry, "image"), "pushed");
  first.put(to);
}

test("a result is there for the next rehearsal, with what it left", async () => {
  const at = place();
  await begin(at);
  const [second, to] = [at.shelf(), at.beside("second")];
  second.bringBack(to);
  expect((await second.earlier({})).find(question)).toMatchObject({ outputs: { digest: "sha256:1" } });
  expect(readFileSync(join(to.registry, "image"), "utf8")).toBe("pushed");
});

test("after one that was killed, and beside one that still runs, nothing is kept: its images went with it", async () => {
  const at = place();
  await begin(at);
  at.shelf().bringBack(at.beside("killed"));
  const [next, to] = [at.shelf(), at.beside("next")];
  next.bringBack(to);
  expect((await next.earlier({})).find(question)).toBeUndefined();
  expect(existsSync(to.registry)).toBe(false);
});

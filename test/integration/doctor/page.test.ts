/** docs/environments-and-approval.md: what doctor says of its configuration in a new repository is what the page shows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { scriptedServer } from "../../../src/action/testing/index.ts";
import { main } from "../../../src/cli/main.ts";
import { at, notFound, rightSettings } from "./github.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/environments-and-approval.md"), "utf8");
const block = (start: string) => page.split(`\`\`\`${start}\n`)[1]?.split("```")[0] ?? "";

test("every line that the page shows is printed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "doctor-page-"));
  const server = await scriptedServer({
    ...rightSettings,
    // as GitHub makes a repository: no environments, and nothing of them
    [at("/environments")]: { body: { total_count: 0, environments: [] } },
    [at("/environments/staging/secrets")]: notFound,
    [at("/environments/production/secrets")]: notFound,
    "*": notFound,
  });
  try {
    const library = pathToFileURL(join(root, "src/config/index.ts")).href;
    writeFileSync(join(folder, "tidegate.config.ts"), block("ts config").replace("tidegate/config", library));
    const out: string[] = [];
    const code = await main(["doctor"], {
      cwd: folder,
      env: { GITHUB_API_URL: server.url, GITHUB_TOKEN: "ghp_none" },
      out: (text) => out.push(text),
      err: (text) => out.push(text),
      now: () => new Date(),
      fetch: globalThis.fetch,
    });
    const printed = out.join("\n").split("\n");
    const shown = block("text").trimEnd().split("\n");
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
    expect(code).toBe(1);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

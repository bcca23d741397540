import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { kitError } from "../errors/error.ts";
import { badStatus } from "../http/answer.ts";
import { type HttpDeps, request } from "../http/request.ts";
import type { Download } from "./tool.ts";

/** 512 MiB: more than any program we fetch, less than a disk */
const largest = 512 * 1024 * 1024;

/** The file at the address, written only once its checksum is right: a wrong one leaves nothing behind. */
export async function fetchVerified(name: string, download: Download, path: string, http: HttpDeps): Promise<string> {
  const answer = await request(http, {
    url: download.url,
    what: new URL(download.url).host,
    timeout: 300_000,
    within: 600_000,
    largest,
  });
  if (answer.status !== 200) throw badStatus(answer, download.url);
  const sha256 = createHash("sha256").update(answer.body).digest("hex");
  if (sha256 !== download.sha256)
    throw kitError("tool-checksum", `${download.url} is not the ${name} it should be`, {
      expected: `SHA-256 ${download.sha256} (${download.source})`,
      came: `SHA-256 ${sha256}, ${answer.body.length} bytes`,
    });
  await writeFile(path, answer.body);
  return path;
}

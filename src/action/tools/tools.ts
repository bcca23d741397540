import { basename, join } from "node:path";
import { kitError } from "../errors/error.ts";
import type { Exec } from "../exec/exec.ts";
import { must } from "../exec/must.ts";
import { succeeded } from "../exec/ran.ts";
import type { Files } from "../files/files.ts";
import type { HttpDeps } from "../http/request.ts";
import type { Runner } from "../run/runner.ts";
import { fetchVerified } from "./download.ts";
import type { Download, Platform, Tool } from "./tool.ts";

/** Finds or installs the programs an action needs. */
export interface Tools {
  /** the command to run: the machine's own where its version fits, else the one of the tool cache, fetched once */
  find(tool: Tool): Promise<string>;
}

export interface ToolsDeps {
  readonly exec: Exec;
  readonly files: Files;
  readonly http: HttpDeps;
  readonly runner: Runner;
}

const isPlatform = (text: string): text is Platform => text === "linux-x64" || text === "linux-arm64";

function downloadFor(tool: Tool, { os, arch }: Runner): Download {
  const platform = `${os}-${arch}`;
  const download = isPlatform(platform) ? tool.downloads[platform] : undefined;
  if (download) return download;
  const known = Object.keys(tool.downloads).join(", ") || "no platform yet";
  throw kitError("tool-missing", `${tool.name} is not on this machine in a version that fits`, {
    expected: `${tool.name} ${tool.version} on PATH, or a platform with a known checksum (${known})`,
    came: platform,
  });
}

async function ownFits(tool: Tool, { exec }: ToolsDeps): Promise<boolean> {
  const asked = await exec(tool.name, tool.versionArgs, { timeout: 20_000, keep: 64 * 1024 });
  return succeeded(asked) && tool.fits(`${asked.stdout}\n${asked.stderr}`);
}

/** The archive's names are looked at before anything is taken out, and only the program is. */
async function unpack(archive: string, member: string, folder: string, { exec, files }: ToolsDeps): Promise<string> {
  const { stdout } = must(await exec("tar", ["-tzf", archive]));
  for (const entry of stdout.split("\n").filter((line) => line !== "")) files.within(folder, entry.replace(/\/$/, ""));
  must(await exec("tar", ["-xzf", archive, "-C", folder, "--no-same-owner", member]));
  return files.within(folder, member);
}

async function install(tool: Tool, download: Download, deps: ToolsDeps): Promise<string> {
  const { files, runner, http } = deps;
  // tool-cache reads its folders from the environment when asked, and is big: it is loaded only when needed
  const { cacheFile, find } = await import("@actions/tool-cache");
  const cached = find(tool.name, tool.version, runner.arch);
  if (cached !== "") return join(cached, tool.name);
  const folder = await files.temporaryFolder(tool.name);
  try {
    const file = await fetchVerified(tool.name, download, join(folder, basename(new URL(download.url).pathname)), http);
    const program = download.member === undefined ? file : await unpack(file, download.member, folder, deps);
    must(await deps.exec("chmod", ["755", program]));
    http.log.info(`${tool.name} ${tool.version} installed, checksum as published in ${download.source}`);
    return join(await cacheFile(program, tool.name, tool.name, tool.version, runner.arch), tool.name);
  } finally {
    await files.remove(folder);
  }
}

export const createTools = (deps: ToolsDeps): Tools => ({
  find: async (tool) => ((await ownFits(tool, deps)) ? tool.name : install(tool, downloadFor(tool, deps.runner), deps)),
});

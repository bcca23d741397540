import { existsSync } from "node:fs";
import { mkdir, rm, rmdir, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EngineFailure } from "./failure.ts";
import { makeCgroup, removeCgroup } from "./host/cgroups.ts";
import { restoreFirewall, saved } from "./host/firewall.ts";
import { kernelSettings, restoreKernelSettings } from "./host/kernel.ts";
import { linkNames, removeLinks } from "./host/links.ts";
import { endProcesses } from "./host/processes.ts";
import { privateFolders } from "./inside/mounts.ts";
import { type EngineRecord, readRecord, writeRecord } from "./record.ts";

/** Where the Docker client looks for plugins when HOME has none. */
const pluginFolder = "/usr/local/lib/docker/cli-plugins";

/** Takes note of the machine as it is, then makes on it what the parts need to find. */
export async function prepareMachine(state: string, dockerPlugins: readonly string[]): Promise<void> {
  const plugins = dockerPlugins.map((program) => join(pluginFolder, basename(program)));
  const folders = [...privateFolders, ...withParents(pluginFolder)];
  const record: EngineRecord = {
    links: await linkNames(),
    firewall: { iptables: await saved("iptables"), ip6tables: await saved("ip6tables") },
    kernel: kernelSettings(),
    made: [...folders, ...plugins].filter((path) => !existsSync(path)),
  };
  await writeRecord(state, record);
  await makeCgroup(state);
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (const [index, plugin] of plugins.entries()) {
    if (record.made.includes(plugin)) await symlink(dockerPlugins[index] ?? "", plugin);
  }
}

/** `/a/b/c` → `/a/b`, `/a/b/c`: those of the path that may have to be made, outermost first */
function withParents(folder: string): string[] {
  return [dirname(folder), folder];
}

/** Removes everything that the engine has made on this machine. */
export async function restoreMachine(state: string): Promise<void> {
  const left = await endProcesses(state);
  if (left.length > 0) {
    throw new EngineFailure(`expected the engine's processes to end when killed; still there: ${left.join(", ")}`);
  }
  const record = readRecord(state);
  await removeCgroup(state);
  if (record !== undefined) {
    await removeLinks(record.links);
    await restoreFirewall("iptables", record.firewall.iptables);
    await restoreFirewall("ip6tables", record.firewall.ip6tables);
    await restoreKernelSettings(record.kernel);
    for (const path of record.made.toReversed()) await removeMade(path);
  }
  await rm(state, { recursive: true, force: true });
}

/** A link goes; a folder only while it is empty: something of another's in it is a reason to let it be. */
async function removeMade(path: string): Promise<void> {
  if (dirname(path) === pluginFolder) await rm(path, { force: true });
  else await rmdir(path).catch(() => {});
}

import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

import { fetchedKubectl } from "../programs/kubectl.ts";

const run = promisify(execFile);

// where package managers find their registry and whom they trust; resolved beforehand, for steps have an empty HOME
const passedOn =
  /^(LANG|LC_ALL|TZ|npm_config_(registry|cafile|strict_ssl)|NPM_CONFIG_(REGISTRY|CAFILE|STRICT_SSL)|PIP_(INDEX_URL|EXTRA_INDEX_URL|CERT|FIND_LINKS|DEFAULT_TIMEOUT|TRUSTED_HOST)|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE)$/;

export interface MachineOptions {
  /** programs of the rehearsal's own, and an empty home */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the Node that runs this */
  readonly node: string;
  /** the stand-in `docker`'s entry; absent: the real one */
  readonly docker?: string;
  /** what is kept between rehearsals: what npm and pip have downloaded */
  readonly cache?: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

async function program(bin: string, name: string, command: readonly string[]): Promise<void> {
  const file = join(bin, name);
  await writeFile(file, `#!/bin/sh\nexec ${command.map(quoted).join(" ")} "$@"\n`);
  await chmod(file, 0o755);
}

/** The interpreter itself: a version manager's shim would look for its settings in the home that steps do not have. */
async function python(env: MachineOptions["env"]): Promise<string | undefined> {
  const options = { env: { ...env } };
  const asked = await run("python3", ["-c", "import sys; print(sys.executable)"], options).catch(() => undefined);
  return asked?.stdout.trim() || undefined;
}

/** What steps, and the processes that stand for pods, get of this machine, and nothing else of its environment. */
export async function prepareMachine(options: MachineOptions): Promise<Readonly<Record<string, string>>> {
  const { folder, env, node, docker, cache } = options;
  const bin = join(folder, "bin");
  const home = join(folder, "home");
  for (const path of [bin, home]) await mkdir(path, { recursive: true });
  await program(bin, "node", [node]);
  if (docker !== undefined) await program(bin, "docker", [node, docker]);
  const kubectl = cache === undefined ? undefined : fetchedKubectl(env, cache);
  if (kubectl !== undefined) await program(bin, "kubectl", [kubectl]);
  const interpreter = await python(env);
  // images of Python have both names
  if (interpreter !== undefined) for (const name of ["python", "python3"]) await program(bin, name, [interpreter]);
  const inherited = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (passedOn.test(name) && value !== undefined ? [[name, value]] : [])),
  );
  const caches =
    cache === undefined
      ? {}
      : {
          npm_config_cache: join(cache, "npm"),
          PIP_CACHE_DIR: join(cache, "pip"),
          RUNNER_TOOL_CACHE: join(cache, "tools"),
          npm_config_prefer_offline: "true",
        };
  return {
    ...inherited,
    ...caches,
    npm_config_update_notifier: "false",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    HOME: home,
    PATH: [bin, dirname(node), env["PATH"] ?? ""].join(delimiter),
  };
}

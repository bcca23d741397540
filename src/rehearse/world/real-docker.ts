import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** https://docs.docker.com/engine/extend/cli_plugins/: where the client looks, beside its own folder of settings */
const pluginFolders = (env: Env) =>
  [
    join(env["DOCKER_CONFIG"] ?? join(env["HOME"] ?? "/nonexistent", ".docker"), "cli-plugins"),
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
  ].filter((folder) => existsSync(folder));

const clientOf = (env: Env) =>
  (env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "docker"))
    .find((file) => existsSync(file));

/**
 * What leads `docker` where it is to go. The real engine gets this machine's plugins and address, and settings of the
 * rehearsal's own: nobody's sign-ins. Without it, whatever speaks to an engine by itself finds none.
 */
export async function dockerVariables(
  real: boolean,
  folder: string,
  env: Env,
): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  if (!real) return { DOCKER_CONFIG: folder, DOCKER_HOST: "unix:///dev/null" };
  await writeFile(join(folder, "config.json"), JSON.stringify({ cliPluginsExtraDirs: pluginFolders(env) }));
  const client = clientOf(env);
  if (client === undefined) throw new Error("--real docker needs Docker's client, and there is no docker on PATH");
  const { DOCKER_HOST: host, BUILDX_CONFIG: builders } = env;
  return {
    DOCKER_CONFIG: folder,
    TIDEGATE_REHEARSAL_DOCKER: client,
    ...(host === undefined ? {} : { DOCKER_HOST: host }),
    ...(builders === undefined ? {} : { BUILDX_CONFIG: builders }),
  };
}

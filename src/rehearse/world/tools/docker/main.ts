/** `docker`, as steps of a rehearsal find it on PATH where the real one is not asked for. */
import { tmpdir } from "node:os";
import { parseDocker } from "./arguments.ts";
import { dockerBuild } from "./build.ts";
import { copyImage, inspectImage } from "./registry-image.ts";

const installVariables =
  /^(PATH|HOME|LANG|LC_ALL|TMPDIR|npm_config_.*|NPM_CONFIG_.*|PIP_.*|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy)$/;

async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const registry = env["TIDEGATE_REHEARSAL_REGISTRY"] ?? "";
  const cache = env["TIDEGATE_REHEARSAL_CACHE"];
  const command = parseDocker(argv);
  const installEnv = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) =>
      installVariables.test(key) && value !== undefined ? [[key, value]] : [],
    ),
  );
  switch (command.kind) {
    case "build":
      await dockerBuild(command.build, {
        cwd: process.cwd(),
        registry,
        scratch: env["TIDEGATE_REHEARSAL_SCRATCH"] ?? tmpdir(),
        installs: { env: installEnv, ...(cache === undefined ? {} : { cache }) },
        log: (line) => process.stderr.write(`${line}\n`),
      });
      return 0;
    case "answer":
      process.stdout.write(`${command.text}\n`);
      return 0;
    case "login":
    case "logout":
      process.stdout.write(
        `${command.kind === "login" ? "Login Succeeded" : "Removing login credentials for"} ${command.registry}\n`,
      );
      return 0;
    case "inspect-image":
      process.stdout.write(`${await inspectImage(command.reference, registry, command.raw, command.format)}\n`);
      return 0;
    case "copy-image":
      await copyImage(command.from, command.tags, registry);
      return 0;
    case "refused":
      process.stderr.write(`${command.why}\n`);
      return 125;
  }
}

process.exitCode = await main(process.argv.slice(2), process.env).catch((cause: unknown) => {
  process.stderr.write(`ERROR: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  return 1;
});

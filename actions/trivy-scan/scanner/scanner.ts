import { asActionError, type Deps, type Ran, succeeded } from "../../../src/action/index.ts";
import { type Json, parseJson } from "../../../src/release/json/json.ts";
import { type Container, databaseArgv, type ScanOptions, scanArgv, type Target } from "./argv.ts";
import { couldNotPull, lastWords, scannerError, wantsJavaDatabase } from "./trouble.ts";

/** The name under which the main part tells the post part which container may be left. */
export const containerState = "container";

export interface ScannerOptions extends ScanOptions {
  readonly scanner: string;
  readonly cache: string;
  readonly dbMirrors: readonly string[];
  readonly javaDbMirrors: readonly string[];
}

export interface Scanner {
  /** Trivy's report as it wrote it, and as it reads */
  scan(target: Target, what: string): Promise<{ readonly text: string; readonly json: Json }>;
}

/** a report names every package of an image */
const largestReport = 512 * 1024 * 1024;
const databaseTimeout = 15 * 60_000;
/** for starting and ending the container, beside Trivy's own time */
const startUp = 2 * 60_000;

/** The same image, by the same digest, from the other place that Trivy's makers publish it at. */
const otherPlaces: Readonly<Record<string, string>> = {
  "ghcr.io/aquasecurity/trivy": "aquasec/trivy",
  "aquasec/trivy": "ghcr.io/aquasecurity/trivy",
};

function placesOf(scanner: string): readonly string[] {
  const [name = "", digest = ""] = scanner.split("@");
  const other = otherPlaces[name];
  return other === undefined ? [scanner] : [scanner, `${other}@${digest}`];
}

export function createScanner(options: ScannerOptions, deps: Deps): Scanner {
  const { log, state, random } = deps;
  const id = Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
  let places = placesOf(options.scanner);
  let runs = 0;
  let prepared: Promise<void> | undefined;

  async function run(argv: (container: Container) => readonly string[], timeout: number): Promise<Ran> {
    for (;;) {
      const [scanner = options.scanner, ...others] = places;
      runs += 1;
      const name = `tidegate-trivy-${id}-${runs}`;
      state.save(containerState, name);
      const ran = await deps.exec("docker", argv({ scanner, name, cache: options.cache }), {
        timeout,
        keep: largestReport,
        show: "stderr",
      });
      if (ran.ended.how === "exit") state.save(containerState, "");
      if (others.length === 0 || !couldNotPull(ran)) return ran;
      log.info(`${scanner} cannot be had: ${lastWords(ran.stderr).split("\n")[0] ?? ""}; trying ${others.join(", ")}`);
      places = others;
    }
  }

  async function database(which: "vuln" | "java"): Promise<void> {
    const [what, mirrors] =
      which === "vuln"
        ? ["fetching the vulnerability database", options.dbMirrors]
        : ["fetching the database of Java archives", options.javaDbMirrors];
    const ran = await log.group(what, () =>
      run((container) => databaseArgv(container, which, mirrors), databaseTimeout),
    );
    if (!succeeded(ran)) throw scannerError(ran, "database", what);
  }

  const looking = (target: Target) =>
    run((container) => scanArgv(container, target, options), options.timeout + startUp);

  return {
    async scan(target, what) {
      prepared ??= database("vuln");
      await prepared;
      let ran = await log.group(what, () => looking(target));
      if (!succeeded(ran) && wantsJavaDatabase(ran)) {
        await database("java");
        ran = await log.group(what, () => looking(target));
      }
      if (!succeeded(ran)) throw scannerError(ran, "scan", what);
      try {
        return { text: ran.stdout, json: parseJson(ran.stdout) };
      } catch (thrown) {
        const why = ran.truncated
          ? "its report is too long"
          : `its report is no JSON: ${asActionError(thrown).message}`;
        throw scannerError({ ...ran, stderr: `${why}\n${ran.stdout.slice(0, 300)}` }, "scan", what);
      }
    },
  };
}

/** Nothing of ours goes on running when the job was cancelled in the middle of a scan. */
export async function removeContainer(deps: Deps): Promise<void> {
  const name = deps.state.get(containerState);
  if (name === undefined || name === "") return;
  await deps.exec("docker", ["rm", "--force", name], { timeout: 30_000 });
  deps.log.info(`removed ${name}`);
}

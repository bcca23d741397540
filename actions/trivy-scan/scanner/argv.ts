/** What one run of Trivy looks at. */
export type Target =
  | { readonly kind: "image"; readonly layout: string; readonly tag: string }
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "sbom"; readonly file: string };

export interface Container {
  /** Trivy's image, by digest */
  readonly scanner: string;
  /** what the container is called, so that it can be ended */
  readonly name: string;
  /** the volume with the databases */
  readonly cache: string;
}

export interface ScanOptions {
  readonly scanners: readonly string[];
  readonly skipFiles: readonly string[];
  readonly skipFolders: readonly string[];
  /** milliseconds */
  readonly timeout: number;
}

/** A field of docker's comma-separated `--mount`. */
const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const bind = (source: string, target: string) =>
  `--mount=${["type=bind", field(`source=${source}`), `target=${target}`, "readonly"].join(",")}`;

/**
 * What every run has in common: nothing of this machine's environment, no file of its own to write but `/tmp` and the
 * databases, no capability, no way to more rights.
 */
const confined = ({ name, cache }: Container): readonly string[] => [
  "run",
  "--rm",
  `--name=${name}`,
  "--pull=missing",
  "--read-only",
  "--cap-drop=ALL",
  "--security-opt=no-new-privileges",
  "--pids-limit=1024",
  "--mount=type=volume,target=/tmp",
  `--mount=type=volume,source=${cache},target=/cache`,
];

const quiet = ["--cache-dir=/cache", "--no-progress", "--disable-telemetry", "--skip-version-check"];

/** Fetches a database: with a network, and with nothing to look at. */
export function databaseArgv(
  container: Container,
  which: "vuln" | "java",
  mirrors: readonly string[],
): readonly string[] {
  const [only, from] =
    which === "vuln" ? ["--download-db-only", "--db-repository"] : ["--download-java-db-only", "--java-db-repository"];
  return [
    ...confined(container),
    container.scanner,
    "image",
    ...quiet,
    only,
    ...mirrors.map((mirror) => `${from}=${mirror}`),
  ];
}

const named = (path: string) =>
  path
    .split("/")
    .at(-1)
    ?.replace(/[^\w.-]/g, "_") || "sbom";

function looking(target: Target): {
  readonly mount: string;
  readonly command: string;
  readonly what: readonly string[];
} {
  switch (target.kind) {
    case "image":
      return { mount: bind(target.layout, "/image"), command: "image", what: [`--input=/image:${target.tag}`] };
    case "folder":
      return { mount: bind(target.folder, "/folder"), command: "fs", what: ["/folder"] };
    case "sbom": {
      const place = `/sbom/${named(target.file)}`;
      return { mount: bind(target.file, place), command: "sbom", what: [place] };
    }
  }
}

/** Go's way to write a duration: 90000 → `90s`. */
const goDuration = (milliseconds: number) => `${Math.ceil(milliseconds / 1000)}s`;

/** An SBOM names packages and nothing else; the checks for misconfigurations are those that Trivy brings along. */
const wantedScanners = (target: Target, { scanners }: ScanOptions): readonly string[] =>
  target.kind === "sbom"
    ? ["--scanners=vuln"]
    : [`--scanners=${scanners.join(",")}`, ...(scanners.includes("misconfig") ? ["--skip-check-update"] : [])];

/** Looks at something: with it, and without a network. The report comes on stdout; findings are no failure of Trivy's. */
export function scanArgv(container: Container, target: Target, options: ScanOptions): readonly string[] {
  const { mount, command, what } = looking(target);
  return [
    ...confined(container),
    "--network=none",
    mount,
    container.scanner,
    command,
    ...quiet,
    "--cache-backend=memory",
    "--format=json",
    "--list-all-pkgs",
    ...wantedScanners(target, options),
    "--skip-db-update",
    "--skip-java-db-update",
    "--offline-scan",
    "--exit-code=0",
    `--timeout=${goDuration(options.timeout)}`,
    ...options.skipFiles.map((pattern) => `--skip-files=${pattern}`),
    ...options.skipFolders.map((pattern) => `--skip-dirs=${pattern}`),
    ...what,
  ];
}

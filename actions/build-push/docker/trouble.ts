import { ActionError, type ErrorCodesOf, plain } from "../../../src/action/index.ts";
import type { spec } from "../spec.ts";

type Code = ErrorCodesOf<typeof spec>;

/** What went wrong in a call of docker, by what it said. */
export interface Trouble {
  readonly code: Code;
  /** the line that says it */
  readonly line: string;
  /** trying again may help */
  readonly transient: boolean;
  /** what to do, where more is known than the code's own hint */
  readonly hint?: string;
}

interface Rule {
  readonly when: RegExp;
  readonly code: Code;
  readonly transient?: true;
  readonly hint?: string;
}

/** The first that fits counts. A failed step comes first: what it printed may look like anything else. */
const rules: readonly Rule[] = [
  {
    when: /did not complete successfully|dockerfile parse error|failed to read dockerfile|failed to compute cache key|failed to calculate checksum|target stage .* could not be found|circular dependency|secret .*: not found/i,
    code: "build-failed",
  },
  {
    when: /exec format error|no match for platform/i,
    code: "builder",
    hint: "The builder cannot run this platform: add docker/setup-qemu-action before this step.",
  },
  {
    when: /not supported for the docker driver|OCI exporter|no builder .* found|failed to find driver|Cannot connect to the Docker daemon|error during connect|unknown flag|is not a docker command|no valid drivers/i,
    code: "builder",
  },
  { when: /immutab|tag .*already exists|cannot be overwritten/i, code: "registry-immutable" },
  {
    when: /installation not allowed to create/i,
    code: "registry-denied",
    hint: "The job's token may not make packages here: `permissions: packages: write`, and the organisation must let repositories make packages.",
  },
  {
    when: /permission_denied: .*write_package/i,
    code: "registry-denied",
    hint: "The package belongs to another repository: in its settings, under Manage Actions access, give this repository the role Write.",
  },
  { when: /\b429\b|too ?many ?requests|rate limit/i, code: "registry-limit", transient: true },
  {
    when: /\b401\b|no basic auth|authentication required|incorrect username or password|unauthorized|insufficient_scope/i,
    code: "registry-sign-in",
  },
  { when: /\b403\b|\bdenied\b|forbidden/i, code: "registry-denied" },
  {
    when: /\b50[0234]\b|bad gateway|service unavailable|gateway time-?out|internal server error|connection re(set|fused)|broken pipe|unexpected EOF|i\/o timeout|TLS handshake|timeout (awaiting|exceeded)|no such host|server misbehaving|temporary failure|use of closed network connection|http2: |unknown blob|blob upload (unknown|invalid)|: EOF$/i,
    code: "registry-down",
    transient: true,
  },
  {
    when: /\b404\b|not found|name unknown|manifest unknown|does not exist|not known to registry/i,
    code: "registry-missing",
  },
  { when: /failed to push|unexpected status from/i, code: "registry-refused" },
];

/** Only docker's own last words count; a step of a build may print anything before. */
function lastError(stderr: string): string {
  const lines = plain(stderr)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const errors = lines.filter((line) => /^(ERROR|error|Error response from daemon|denied|unauthorized)\b/i.test(line));
  const last = errors.at(-1) ?? lines.at(-1) ?? "it said nothing";
  return last.replace(/^ERROR:\s*/, "").replace(/^(failed to (build|solve): )+/, "");
}

export function troubleIn(stderr: string): Trouble {
  const line = lastError(stderr);
  // the driver's own sentence goes over several lines
  const rule = rules.find(({ when }) => when.test(line));
  if (rule === undefined) return { code: "build-failed", line, transient: false };
  const { code, transient = false, hint } = rule;
  return { code, line, transient, ...(hint === undefined ? {} : { hint }) };
}

/** `building x failed 4 times: …`; `came` shows what led there. */
export function troubleError(
  { code, line, hint }: Trouble,
  what: string,
  { tries = 1, came }: { readonly tries?: number; readonly came?: string | undefined } = {},
): ActionError<Code> {
  const details = { ...(hint === undefined ? {} : { hint }), ...(came === undefined ? {} : { came }) };
  return new ActionError(code, `${what} failed${tries > 1 ? ` ${tries} times` : ""}: ${line}`, details);
}

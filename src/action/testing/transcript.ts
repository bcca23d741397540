import type { SeenRequest } from "./http-script.ts";
import type { SeenCall } from "./tool-script.ts";

/** All that came of a run, with what differs from run to run replaced. */
export interface Transcript {
  /** the exit code, or the signal */
  readonly exit: number | string;
  /** stdout and stderr as the runner reads them */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  /** variables set for later steps */
  readonly env: Readonly<Record<string, string>>;
  readonly requests: readonly SeenRequest[];
  readonly calls: readonly SeenCall[];
  /** files in the workspace that are new or changed */
  readonly written: Readonly<Record<string, string>>;
  /** pids of processes it left behind */
  readonly orphans: readonly number[];
  /** the whole as one text, for `toMatchFileSnapshot` */
  readonly text: string;
}

const indent = (text: string) => text.replace(/^(?=.)/gm, "    ");

function entries(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value.includes("\n") ? `${name}:\n${indent(value)}` : `${name}: ${value}`))
    .join("\n");
}

const shownHeaders = ["authorization", "accept", "content-type"];

function requestText({ method, path, headers, body }: SeenRequest): string {
  const lines = shownHeaders.flatMap((name) => (headers[name] === undefined ? [] : [`    ${name}: ${headers[name]}`]));
  return [`${method} ${path}`, ...lines, ...(body === "" ? [] : [indent(body)])].join("\n");
}

const callText = ({ tool, args, stdin }: SeenCall) =>
  [
    [tool, ...args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : JSON.stringify(arg)))].join(" "),
    ...(stdin === "" ? [] : [indent(stdin)]),
  ].join("\n");

/** One section after the other; empty ones are left out. */
export function transcriptText(transcript: Omit<Transcript, "text">): string {
  const sections: readonly (readonly [string, string])[] = [
    ["exit", String(transcript.exit)],
    ["log", transcript.log.trimEnd()],
    ["outputs", entries(transcript.outputs)],
    ["summary", transcript.summary.trimEnd()],
    ["state", entries(transcript.state)],
    ["variables", entries(transcript.env)],
    ["requests", transcript.requests.map(requestText).join("\n")],
    ["programs", transcript.calls.map(callText).join("\n")],
    ["written files", entries(transcript.written)],
    ["processes left behind", transcript.orphans.length > 0 ? String(transcript.orphans.length) : ""],
  ];
  return sections
    .filter(([, text]) => text !== "")
    .map(([title, text]) => `── ${title}\n${text}\n`)
    .join("\n");
}

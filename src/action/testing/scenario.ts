import type { HttpScript } from "./http-script.ts";
import type { ToolScript } from "./tool-script.ts";

/** Where things are in this run: known only once it is set up. */
export interface Stage {
  /** the scripted server: `http://127.0.0.1:…` */
  readonly http: string;
  readonly workspace: string;
  readonly temp: string;
}

/** A run of an action: what it finds, and what the world around it answers. */
export interface Scenario {
  /** the folder with index.js */
  readonly bundle: string;
  /** as a workflow's `with` gives them; a function when they name the server or the folder */
  readonly inputs?: Readonly<Record<string, string>> | ((stage: Stage) => Readonly<Record<string, string>>);
  /** the workspace's files, by path */
  readonly files?: Readonly<Record<string, string>>;
  /** a folder whose content is copied into the workspace first */
  readonly folder?: string;
  readonly http?: HttpScript;
  /** scripted programs; nothing else is on PATH but `sh` and these */
  readonly tools?: ToolScript;
  /** programs of this machine that it may use: `["git"]` */
  readonly real?: readonly string[];
  /** the environment beside what a runner sets */
  readonly env?: Readonly<Record<string, string>> | ((stage: Stage) => Readonly<Record<string, string>>);
  /** the event's payload */
  readonly event?: object;
  /** what an earlier part left in its state; with it the action runs its post part */
  readonly post?: Readonly<Record<string, string>>;
  /** sends the signal as soon as the log matches, or the server got this many requests */
  readonly stop?: { readonly signal: "SIGINT" | "SIGTERM"; readonly when: RegExp | number };
  /** milliseconds, then the test fails; 60 s when left out */
  readonly patience?: number;
  /** replaces what differs from run to run, beside folders, addresses, markers and durations */
  readonly volatile?: readonly (readonly [RegExp, string])[];
}

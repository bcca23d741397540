import { appendFileSync } from "node:fs";
import type { ActionSpec } from "../../spec/action.ts";
import { camel, type OutputsOf } from "../../spec/values.ts";
import type { Log } from "../log/log.ts";
import type { Masker } from "../mask/masker.ts";
import { fileCommand } from "./file-command.ts";
import { outputText } from "./text.ts";

/** Outputs are written the moment they are set, so a failure later does not lose them. The last value counts. */
export interface Outputs<S extends ActionSpec> {
  set(values: OutputsOf<S>): void;
}

export interface OutputsHost {
  readonly file: string | undefined;
  readonly masker: Masker;
  readonly log: Log;
}

export function createOutputs<S extends ActionSpec>(spec: S, { file, masker, log }: OutputsHost): Outputs<S> {
  const byCodeName = new Map(Object.keys(spec.outputs).map((name) => [camel(name), name]));
  return {
    set(values) {
      for (const [key, value] of Object.entries(values)) {
        const name = byCodeName.get(key);
        const output = name === undefined ? undefined : spec.outputs[name];
        if (name === undefined || output === undefined) throw new TypeError(`${spec.name} declares no output ${key}`);
        if (value === undefined) continue;
        const text = outputText(name, output, value);
        const hidden = masker.hide(text);
        if (hidden !== text)
          log.warning(`output ${name} held a secret, which was hidden: other jobs would not get it from GitHub either`);
        if (file === undefined) log.info(`${name}: ${hidden}`);
        else appendFileSync(file, fileCommand(name, hidden));
      }
    },
  };
}

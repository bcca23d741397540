import type { Head } from "../../release/record/head.ts";
import { readHead } from "../../release/record/head-store.ts";
import { imageThere } from "../../release/registry/registry.ts";
import { findWay, type Wish } from "../../release/story/going-back.ts";
import { rollback } from "../../release/story/rollback.ts";
import { levelOf, type WentBack } from "../../release/story/went-back.ts";
import { logCauses } from "../../release/wiring/report.ts";
import { laptop } from "../../release/wiring/runner.ts";
import { registryFrom } from "../../release/wiring/smoke-file.ts";
import type { ExitCode, Io } from "../io.ts";
import { agreed } from "./ask.ts";
import type { Tools } from "./desk.ts";
import type { Called } from "./options.ts";
import { settings } from "./settings.ts";

export async function rollbackCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  const { options, id } = call;
  const { deps, site } = tools;
  const runner = laptop(undefined);
  const wish = { undo: "live", to: id ?? "previous", reason: options.reason } as const;
  const given = await settings(call, tools);
  const { head } = await readHead(site.connection.view(site.signal), site.namespace, site.identity);
  const question = questionFor(call, head, { ...wish, holder: runner.holder });
  // where there is no way, nothing will be written: the answer says so, and nobody need be asked
  if (question !== undefined && !(await agreed(call, question, io))) return 1;
  const back = await rollback(site, {
    ...given,
    ...wish,
    runner,
    dryRun: options["dry-run"] === true,
    imageThere: (name, digest) => imageThere(name, digest, registryFrom(deps)),
  });
  logCauses(deps, back.causes, levelOf(back));
  const next = back.next === undefined ? [] : [`what next: ${back.next}`];
  const lines = [`${back.result}: ${back.message}`, ...back.kept.map((line) => `  ${line}`), ...next];
  const { plan: _shown, ...rest } = back;
  io.out(deps.masker.hide(options.json === true ? JSON.stringify(rest, null, 2) : lines.join("\n")));
  return codes[back.result];
}

/** As the action's own, but for what there is the runner's: 2 means wrong use here. */
const codes: Readonly<Record<WentBack["result"], ExitCode>> = {
  "rolled-back": 0,
  "not-needed": 0,
  planned: 0,
  "nothing-to-go-back-to": 4,
  "rollback-failed": 5,
  refused: 1,
  busy: 1,
  interrupted: 1,
};

function questionFor({ app, environment }: Called, head: Head, wish: Wish): string | undefined {
  const way = findWay(head, wish);
  if (!way.go) return undefined;
  const { undone, target } = way;
  const from = `${undone.id} (${undone.status} since ${undone.since})`;
  return `Roll ${app} in ${environment} back from ${from} to ${target.id} (made ${target.made} by ${target.actor})?`;
}

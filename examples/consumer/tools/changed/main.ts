import { escapeMarkdown, must, ok, runAction } from "tidegate/action";
import { spec } from "./spec.ts";

await runAction(spec, async (inputs, { exec, outputs, summary }) => {
  const { stdout } = must(await exec("git", ["log", "-1", "--format=%s"]));
  const subject = stdout.trim();
  outputs.set({ subject });
  summary.add(`### ${escapeMarkdown(inputs.title)}\n\n${escapeMarkdown(subject)}`);
  return ok(subject);
});

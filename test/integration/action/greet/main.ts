import { ActionError, bodyText, findings, must, ok, request, runAction } from "../../../../src/action/index.ts";
import { spec } from "./spec.ts";

await runAction(spec, {
  main: async ({ who, server, times, tone, token, shell }, deps) => {
    const { exec, log, outputs, state, summary } = deps;
    state.save("who", who);
    if (shell) {
      const [command = "", ...args] = shell;
      outputs.set({ greeting: must(await exec(command, args, { show: "all" })).stdout.trim() });
      return ok();
    }
    const headers = token ? { authorization: `Bearer ${token.reveal()}` } : {};
    const url = new URL(`/${encodeURIComponent(who)}?tone=${tone}`, server);
    const answer = await request(deps, { url, headers, what: "the greeter" });
    if (answer.status === 404) throw new ActionError("no-greeting", `nobody knows how to greet ${who}`);
    const greeting = bodyText(answer);
    await log.group("Greetings", () => {
      for (let count = 0; count < times; count += 1) log.foreign(greeting);
    });
    summary.add(`# Greeted\n\n${greeting.length} letters`);
    outputs.set({ greeting });
    return greeting.includes("!") ? ok("greeted") : findings("the greeting lacks spirit");
  },
  post: async (_inputs, { log, state }) => {
    log.info(`goodbye ${state.get("who")}`);
    return ok();
  },
});

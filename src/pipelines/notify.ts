import type { Notification, Occasion } from "../config/index.ts";
import { secret } from "../expr/contexts.ts";
import { and } from "../expr/operators.ts";
import type { StepEnv, StepIf } from "../expr/positions.gen.ts";
import type { Script } from "../workflow/runnable.ts";
import { python } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { pythonLines } from "./scripts.ts";

export interface News {
  readonly occasion: Occasion | StepEnv<string>;
  readonly text: StepEnv<string>;
  readonly if?: readonly (boolean | StepIf<boolean>)[];
}

/** Slack wants its own word for the text; anything else gets all there is to know. */
const bodies: Readonly<Record<Notification["to"], Script>> = {
  slack: python`{"text": f"{text} {run}"}`,
  webhook: python`{"occasion": occasion, "text": text, "run": run}`,
};

const among = (occasions: readonly Occasion[]): Script => python`
  if occasion not in ${occasions.join(" ")}.split():
      sys.exit()
`;

const send = ({ to, url, on }: Notification): Script => {
  const start = python`
    import json, sys, urllib.request

    url, occasion, text = ${secret(url)}, os.environ["OCCASION"], os.environ["TEXT"]
    run = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}".format(**os.environ)
  `;
  const post = python`
    if not url:
        sys.exit(print(${`${url} is empty: nobody was told`}))
    body = json.dumps(${bodies[to]}).encode()
    request = urllib.request.Request(url, data=body, headers={"content-type": "application/json"})
    urllib.request.urlopen(request, timeout=10).close()
  `;
  return pythonLines(on === undefined ? [start, post] : [start, among(on), post]);
};

/** Tells everyone whom the configuration names. Whoever cannot be reached fails nothing. */
export function notify(step: StepFunction, { config }: PipelineContext, news: News): void {
  for (const one of config.notifications ?? [])
    step(send(one), {
      name: `Tell ${one.to}`,
      env: { OCCASION: news.occasion, TEXT: news.text },
      if: news.if && and(...news.if),
      continueOnError: true,
      timeoutMinutes: 2,
      shell: "python3 {0}",
      permissions: {},
    });
}

import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { play, type Scenario, type Transcript } from "../../../../src/action/testing/index.ts";
import { textAt } from "../../../../src/release/json/json.ts";
import { readHead } from "../../../../src/release/record/head-store.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";
import { startWorld, type World } from "../../release/world.ts";

export type StepName = "kustomize-deploy" | "smoke-test" | "rollback";

/** A step of a workflow: which run it is of, and what its `with` says beside what all of them need. */
export interface Step {
  readonly app: string;
  readonly run?: number;
  readonly attempt?: number;
  readonly with?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly stop?: Scenario["stop"];
}

export interface Steps extends AsyncDisposable {
  readonly world: World;
  readonly scenario: (name: StepName, step: Step) => Scenario;
  readonly play: (name: StepName, step: Step) => Promise<Transcript>;
  /** What the pods answer, by path; 200 and nothing where nothing is said. */
  readonly answers: Map<string, { readonly status: number; readonly body: string }>;
  /** Images, by the letter of their digest, whose containers say this and end with 1. */
  readonly crashing: Map<string, readonly string[]>;
}

export const list = (...items: readonly object[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });

const names: readonly StepName[] = ["kustomize-deploy", "smoke-test", "rollback"];

/** What is another each time: when, which pod, how long, how often. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:]+Z/g, "<time>"],
  [/\b([a-z]+)-[a-z0-9]{8,10}-[a-z0-9]{5}\b/g, "$1-<pod>"],
  [/\(\d+ ms/g, "(<n> ms"],
  [/round \d+/g, "round <n>"],
  [/restarted \d+ times/g, "restarted <n> times"],
];
export const steady = (text: string): string => volatile.reduce((so, [found, name]) => so.replace(found, name), text);

/** The three actions, bundled as they are shipped, beside a cluster whose pods answer HTTP on port 8080. */
export async function startSteps(): Promise<Steps> {
  const answers: Steps["answers"] = new Map();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = answers.get(request.url ?? "") ?? { status: 200, body: "" };
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  };
  const crashing: Steps["crashing"] = new Map();
  const world = await startWorld(({ image }) => {
    const logs = crashing.get(image.at(-1) ?? "");
    const http = { ports: [8080], answer };
    return logs === undefined ? { http } : { logs, exit: { code: 1, after: 5 }, readyAfter: "never" };
  });
  const bundles = new Map<StepName, string>();
  for (const name of names)
    bundles.set(name, await bundle(join(import.meta.dirname, "../../../.."), `actions/${name}/main.ts`));
  const kubeconfig = readFileSync(world.access.kubeconfig ?? "", "utf8");
  const scenario: Steps["scenario"] = (name, { app, run = 1001, attempt = 1, stop, ...step }) => ({
    bundle: bundles.get(name) ?? "",
    real: ["kubectl", "git"],
    env: { GITHUB_RUN_ID: String(run), GITHUB_RUN_ATTEMPT: String(attempt), GITHUB_ACTOR: "dana" },
    files: step.files ?? {},
    inputs: {
      app,
      environment: "staging",
      namespace: "shop",
      kubeconfig,
      ...(name === "kustomize-deploy"
        ? { overlay: "app.json", commit: String(run).padStart(40, "0"), token: "ghs_0123456789abcdef" }
        : {}),
      ...(name === "smoke-test" ? {} : { timeout: "40s", grace: "300ms" }),
      ...step.with,
    },
    ...(stop === undefined ? {} : { stop }),
    volatile: [
      // the kubeconfig's own key, hidden piece by piece
      [/^::add-mask::.*\n/gm, ""],
      ...volatile,
      // how often one looks while pods come up
      [/^Deployment \w+: \d.*\n/gm, ""],
      [/\| \d+ ms \|/g, "| <n> ms |"],
      [/time="[\d.]+"/g, 'time="<n>"'],
      [/trying again in [\d.]+ s/g, "trying again in <n> s"],
    ],
  });
  return {
    world,
    answers,
    crashing,
    scenario,
    play: (name, step) => play(scenario(name, step)),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** By the release and its status, oldest first, of one app. */
export async function storyOf({ world }: Steps, app: string): Promise<readonly string[]> {
  const kube = world.connection.view(new AbortController().signal);
  const { head } = await readHead(kube, "shop", { app, environment: "staging" });
  return head.entries.map(({ id, status }) => `${id} ${status}`);
}

/** Who holds the lease of one app; "" when nobody does. */
export async function holderOf({ world }: Steps, app: string): Promise<string> {
  const lease = await world.get("Lease", `tidegate-${app}-staging-lease`, "coordination.k8s.io/v1");
  return textAt(lease, "spec", "holderIdentity") ?? "";
}

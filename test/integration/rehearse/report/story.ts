import type { RehearsalEvent } from "../../../../src/rehearse/story/event.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const services = ["frontend", "product-api", "order-api"] as const;

/** Events of a rehearsal that nobody has to wait for: three services, staging live, production crashes and goes back. */
export function storyOfACrash(more: readonly RehearsalEvent[] = []): readonly RehearsalEvent[] {
  const events: RehearsalEvent[] = [
    {
      kind: "began",
      format: 1,
      startedAt: "2026-11-20T14:03:22.000Z",
      repository: "acme/shop",
      workflow: { name: "Deploy", path: ".github/workflows/deploy.yml" },
      event: "push",
      ref: "refs/heads/main",
      sha: "4f2a9c1d77e04b6f9a3b2c1d0e9f8a7b6c5d4e3f",
      graph: [
        ...services.map((name) => ({ id: `verify-${name}`, name: `Verify ${name}`, needs: [] })),
        ...services.map((name) => ({ id: `image-${name}`, name: `Image ${name}`, needs: [] })),
        {
          id: "staging",
          name: "Deploy to staging",
          needs: services.flatMap((name) => [`verify-${name}`, `image-${name}`]),
          environment: "staging",
        },
        { id: "production", name: "Deploy to production", needs: ["staging"], environment: "production" },
        { id: "announce", name: "Announce", needs: ["production"] },
      ],
    },
    { kind: "part", part: "registry", how: "stand-in", what: "an OCI registry on loopback, content-addressed" },
    { kind: "part", part: "cluster", how: "stand-in", what: "a Kubernetes API server whose pods run as processes" },
    { kind: "part", part: "network", how: "stand-in", what: "closed by a network namespace; package registries pass" },
  ];
  let at = 120;
  const job = (leg: string, name: string, start: number, steps: readonly [string, number][], environment?: string) => {
    const planned = { leg, name, gated: environment === "production", ...(environment ? { environment } : {}) };
    events.push({ kind: "job-planned", job: leg.replace(/#0$/, ""), legs: [planned], at: start });
    events.push({ kind: "job-started", leg, name, needs: {}, at: start });
    at = start;
    for (const [step, length] of steps) {
      events.push({ kind: "step-started", leg, step, name: step, at });
      events.push({ kind: "line", leg, step, text: `${step}: done in ${length} ms` });
      at += length;
      const ended = { outcome: "success", conclusion: "success", outputs: {}, summary: "" } as const;
      events.push({ kind: "step-ended", leg, step, name: step, ...ended, at });
    }
  };
  const done = (leg: string, name: string, outputs: Readonly<Record<string, string>> = {}) =>
    events.push({ kind: "job-ended", leg, name, result: "success", outputs, at });

  for (const [index, name] of services.entries()) {
    const steps = [
      ["Check out", 90],
      ["Test", 3800 + index * 700],
      ["Audit", 900],
    ] as const satisfies readonly [string, number][];
    job(`verify-${name}#0`, `Verify ${name}`, 140 + index * 30, [...steps]);
    done(`verify-${name}#0`, `Verify ${name}`);
    job(`image-${name}#0`, `Image ${name}`, 150 + index * 40, [
      ["Check out", 80],
      ["Build and push", 5200 + index * 900],
      ["Scan", 600],
    ]);
    done(`image-${name}#0`, `Image ${name}`, { image: digest("abc"[index] ?? "d") });
  }
  const images = services.map((name, index) => ({ name, digest: digest("abc"[index] ?? "d"), before: "" }));
  job("staging#0", "Deploy to staging", 8_900, [["Deploy", 5_100]], "staging");
  events.push({
    kind: "released",
    leg: "staging#0",
    step: "Deploy",
    environment: "staging",
    status: "live",
    release: "techcommerce-7",
    previous: "",
    cause: "",
    images,
    changed: 14,
    diff: "<details><summary>The plan: 14 objects</summary>\n\n```diff\n+ Deployment frontend\n+ Service frontend\n```\n\n</details>",
    at,
  });
  done("staging#0", "Deploy to staging", { release: "techcommerce-7" });
  const summaries = [{ job: "staging", text: "**Production would change** 2 of 3 images." }];
  const [leg, name] = ["production#0", "Deploy to production"];
  const deploys = { "image-frontend": { image: digest("a") } };
  events.push({ kind: "gate", leg, environment: "production", job: name, deploys, summaries, at });
  events.push({ kind: "answer", leg, environment: "production", answer: "approved", by: "only-stand-ins", at: at + 5 });
  job(leg, name, at + 10, [], "production");
  events.push({ kind: "step-started", leg, step: "deploy", name: "Deploy", uses: "$/actions/kustomize-deploy", at });
  for (const text of [
    "order-api: 0 of 2 pods ready",
    "order-api-6c9f5: container order-api ended with exit code 3, 3 restarts",
    "  Error: DATABASE_URL: expected a PostgreSQL address, got postgres//orders",
  ])
    events.push({ kind: "line", leg, step: "deploy", text });
  at += 6_200;
  const message = "order-api crashes: exit code 3, three times within 60 s";
  events.push({ kind: "annotation", leg, step: "deploy", annotation: { level: "error", message } });
  const failed = { outcome: "failure", conclusion: "failure", outputs: { verdict: "findings" } } as const;
  events.push({ kind: "step-ended", leg, step: "deploy", name: "Deploy", ...failed, summary: "", at });
  events.push({ kind: "step-started", leg, step: "back", name: "Go back", uses: "$/actions/rollback", at });
  at += 3_100;
  const back = { outcome: "success", conclusion: "success", outputs: { result: "rolled-back" } } as const;
  events.push({
    kind: "step-ended",
    leg,
    step: "back",
    name: "Go back",
    ...back,
    summary: "Back to techcommerce-6.",
    at,
  });
  const release = { release: "techcommerce-8", previous: "techcommerce-6", environment: "production", images };
  const fate = { status: "rolled-back", cause: message, changed: 3, diff: "" } as const;
  events.push({ kind: "released", leg, step: "back", ...release, ...fate, at });
  events.push({ kind: "job-ended", leg, name, result: "failure", outputs: {}, why: message, at });
  events.push({ kind: "job-ended", leg: "announce#0", name: "Announce", result: "skipped", outputs: {}, at });
  return [...events, ...more, { kind: "ended", result: "failure", at: at + 20 }];
}

import { join } from "node:path";
import { expect, test } from "vitest";
import { rehearse } from "../../../src/rehearse/rehearse.ts";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";
import { type Injection, parseInjection } from "../../../src/rehearse/world/inject.ts";
import { helloRepository } from "./hello.ts";
import { plainRequest } from "./request.ts";

// Each fault of --inject, on the hello example, by the action that is shipped: a release that went well, then one that is struck.

// each carries two releases, one of them through a crash loop's grace
const patience = 230_000;

interface Struck {
  readonly text: string;
  readonly results: object;
  readonly heads: string;
  readonly notes: readonly string[];
  /** annotations and summaries, one for each step that had any */
  readonly remarks: string;
  /** why jobs ended, where that was said */
  readonly whys: readonly string[];
  /** what each release had before, image by image, at its last */
  readonly before: readonly string[];
}

async function carried(fault: string, folder: string): Promise<Struck> {
  const read = parseInjection(fault);
  const injections: readonly Injection[] = read.ok ? [read.injection] : [];
  const events: RehearsalEvent[] = [];
  let heads = "";
  const end = await rehearse({
    ...plainRequest(folder),
    workflow: join(folder, "deploy.yml"),
    startedAt: new Date(2_000_000),
    bootstrap: ["examples/hello/bootstrap.yaml"],
    injections,
    signal: AbortSignal.timeout(patience),
    tell: (event) => void events.push(event),
    onWorld: async ({ cluster }) => {
      // what is recorded of releases, as it is when the world ends
      cluster?.store.subscribe("configmaps", ({ object }) => {
        if (object.metadata.name.endsWith("-head")) heads = JSON.stringify(object["data"]);
      });
    },
  });
  const text = events.flatMap((event) => (event.kind === "line" ? [event.text] : [])).join("\n");
  const notes = events.flatMap((event) => (event.kind === "note" ? [`${event.about}: ${event.text}`] : []));
  const results =
    end.kind === "ran"
      ? Object.fromEntries(Object.entries(end.jobs).map(([id, job]) => [id, job.at === "ended" ? job.result : job.at]))
      : end;
  const remarks = events
    .flatMap((event) => {
      if (event.kind === "annotation") return [event.annotation.message];
      return event.kind === "step-ended" ? [event.summary] : [];
    })
    .join("\n");
  const whys = events.flatMap((event) =>
    event.kind === "job-ended" && event.why !== undefined && event.result === "failure"
      ? [`${event.name}: ${event.why}`]
      : [],
  );
  const before = events.flatMap((event) =>
    event.kind === "released" ? event.images.map((image) => image.before.slice(0, "sha256:".length)) : [],
  );
  return { text, results, heads, notes, remarks, whys, before };
}

const wentBefore = "inject: a release before it was carried to production first, without faults and unseen: success";

async function struck(fault: string): Promise<Struck> {
  const end = await carried(fault, await helloRepository());
  expect(end.notes, end.text).toContain(wentBefore);
  expect(end.notes, "who reads it later knows what was asked for").toContain(`inject: asked for ${fault}`);
  return end;
}

test.each([
  ["crash:hello@staging", "the rehearsal was asked to let this container crash: it ends with exit code 1"],
  ["missing-image:hello", "Error: ErrImagePull"],
  ["unready:hello", "timed out progressing: its readiness probe fails"],
])(
  "%s: the release fails with its cause and goes back to the one before",
  async (fault, cause) => {
    const { text, remarks, results, before } = await struck(fault);
    expect(results, text).toEqual({ image: "success", staging: "failure" });
    expect(text + remarks).toContain(cause);
    expect(before, "the release before is known, though nobody saw it").toContain("sha256:");
    expect(before).not.toContain("");
    expect(text).toMatch(
      /going back from 2000-1 \(failed\) to 1999-1[\s\S]*release 2000-2: applied, everything is ready\n✓ says hello/,
    );
  },
  patience,
);

test.each([
  ["slow:hello", /release 2000-1 is live/, wentBefore],
  ["api:429", /429/, "inject: api:429 struck 5 times; each is in the log of the step that met it"],
  ["api:drop", /release 2000-1 is live/, "inject: api:drop struck"],
])(
  "%s: the deploy waits or asks again, and ends well",
  async (fault, says, note) => {
    const { text, results, notes } = await struck(fault);
    expect(results, text).toEqual({ image: "success", staging: "success" });
    expect(text).toMatch(says);
    expect(notes.join("\n")).toContain(note);
  },
  patience,
);

test(
  "kill:staging: nothing of the job runs any more, and the release stays as it was begun",
  async () => {
    const { text, results, heads, notes, whys } = await struck("kill:staging");
    expect(results, text).toEqual({ image: "success", staging: "failure" });
    expect(heads).toMatch(/2000-1.*pending/s);
    expect(text).toContain("The runner was lost");
    expect(whys).toEqual(["staging: its runner was lost while it deployed"]);
    expect(notes, "how to go on").toContainEqual(
      expect.stringMatching(
        /^staging: release 2000-1 of hello was begun and not ended \(pending\): .*release resume 2000-1/,
      ),
    );
    expect(text).not.toContain("this step would run after a failure");
    expect(text).not.toContain("going back");
  },
  patience,
);

test.each(["missing-image:another@staging", "kill:image"])(
  "%s meets nothing: it is told as such, not taken for survived",
  async (fault) => {
    const { results, notes, text } = await struck(fault);
    expect(results, text).toEqual({ image: "success", staging: "success" });
    expect(notes).toContainEqual(expect.stringContaining(`inject: ${fault} met nothing to strike`));
  },
  patience,
);

const scanned = `
name: Deploy
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    outputs: { image: "\${{ steps.scan.outputs.image }}", scan: "\${{ steps.scan.outputs.scan }}" }
    steps:
      - uses: actions/checkout@v7
      - uses: docker/setup-buildx-action@v4
      - id: build
        uses: ./actions/build-push
        with: { image: "\${{ vars.REGISTRY }}/acme/hello", context: examples/hello/service, attest: false }
      - id: scan
        uses: ./actions/trivy-scan
        with: { name: "\${{ vars.REGISTRY }}/acme/hello", image: "\${{ steps.build.outputs.image }}" }
      - run: echo "this step would tag what may not be deployed"
  staging:
    needs: image
    runs-on: ubuntu-24.04
    environment: staging
    steps:
      - run: echo "this step would deploy \${{ needs.image.outputs.image }}"
`;

test.each([
  ["finding:hello", { image: "failure", staging: "skipped" }],
  ["finding:another", { image: "success", staging: "success" }],
])(
  "%s: the scan of that image fails, and nothing of it is tagged or deployed",
  async (fault, expected) => {
    const actions = ["build-push", "trivy-scan"];
    const { text, results, notes, remarks } = await carried(
      fault,
      await helloRepository({ actions, files: { "deploy.yml": scanned } }),
    );
    expect(results, text).toEqual(expected);
    expect(notes, "a finding needs no release before it").not.toContain(wentBefore);
    expect(remarks.includes("REHEARSAL-2026-0001"), remarks).toBe(expected.image === "failure");
    expect(text.includes("this step would"), text).toBe(expected.image === "success");
    expect(notes).toContainEqual(expect.stringContaining("a recorded report, nothing was scanned"));
  },
  patience,
);

import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { container, pod, server } from "../kit/objects.ts";
import { stateOf, statusOf } from "../kit/rollout.ts";
import { refusal } from "../kit/status.ts";

const three = ["--print=one", "--print=two", "--print=three"];

export const logs = cases({
  "the log of a container that has ended, whole, tail and by bytes": async (b) => {
    await b.create("pods", pod("p", [container(b, [...three, "--exit=0"])], { restartPolicy: "Never" }));
    await b.until("pods", "p", (found) => expect(at(found, "status", "phase")).toBe("Succeeded"));
    const log = async (query: Record<string, string | number | boolean>) =>
      String(ok(await b.api.get(b.path("pods", "p", "log"), query), 200));
    expect(await log({})).toBe("one\ntwo\nthree\n");
    expect(await log({ tailLines: 1 })).toBe("three\n");
    expect(await log({ limitBytes: 5 })).toBe("one\nt");
    expect(await log({ timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\S+ one\n/);
  },
  "the log of the instance before the restart": async (b) => {
    await b.create("pods", pod("p", [container(b, ["--print=it broke", "--exit=3"])]));
    await b.until("pods", "p", (found) => expect(statusOf(found)?.["restartCount"]).toBeGreaterThanOrEqual(1));
    await b.eventually(async () => {
      const answer = await b.api.get(b.path("pods", "p", "log"), { previous: true });
      expect(ok(answer, 200)).toBe("it broke\n");
    });
  },
  "no previous instance is a BadRequest that says so": async (b) => {
    await b.create("pods", pod("p", [server(b)]));
    await b.until("pods", "p", (found) => expect(stateOf(found)[0]).toBe("running"));
    const answer = await b.api.get(b.path("pods", "p", "log"), { previous: true });
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toContain('previous terminated container "main" in pod "p" not found');
  },
  "the log of a container that waits is a BadRequest with its reason": async (b) => {
    const image = b.image.replace(/:[^:/]*$/, ":never-pushed");
    await b.create("pods", pod("p", [{ name: "main", image }]));
    await b.until("pods", "p", (found) => expect(at(stateOf(found)[1], "reason")).toBe("ImagePullBackOff"));
    const answer = await b.api.get(b.path("pods", "p", "log"));
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toBe(
      'container "main" in pod "p" is waiting to start: trying and failing to pull image',
    );
  },
  "with two containers the log must say which": async (b) => {
    const two = [server(b), { ...container(b, ["--print=side"]), name: "side" }];
    await b.create("pods", pod("p", two));
    const answer = await b.api.get(b.path("pods", "p", "log"));
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toBe(
      "a container name must be specified for pod p, choose one of: [main side]",
    );
    await b.eventually(async () => {
      const side = await b.api.get(b.path("pods", "p", "log"), { container: "side" });
      expect(ok(side, 200)).toBe("side\n");
    });
  },
  "a followed log brings later lines and ends with the container": async (b) => {
    const slow = container(b, ["--print=begin", "--exit=0", "--after=1500"]);
    await b.create("pods", pod("p", [slow], { restartPolicy: "Never" }));
    await b.until("pods", "p", (found) => expect(stateOf(found)[0]).toMatch(/running|terminated/));
    const lines: string[] = [];
    const stop = AbortSignal.timeout(60_000);
    for await (const line of b.api.stream(b.path("pods", "p", "log"), { follow: true }, stop)) lines.push(line);
    expect(lines).toEqual(["begin"]);
    await b.until("pods", "p", (found) => expect(at(found, "status", "phase")).toBe("Succeeded"));
  },
  "kubectl logs finds the pods of a Deployment": async (b) => {
    await b.create("pods", pod("p", [server(b, ["--print=hello"])]));
    await b.until("pods", "p", (found) => expect(stateOf(found)[0]).toBe("running"));
    await b.eventually(async () => {
      const ran = await b.kubectl(["logs", "p", "--tail=5"]);
      expect(ran.stdout).toContain("hello");
    });
  },
});

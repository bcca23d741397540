import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, text } from "../kit/json.ts";
import { container, job } from "../kit/objects.ts";
import { eventsOf } from "../kit/rollout.ts";
import { invalid } from "../kit/status.ts";

export const jobs = cases({
  "a Job whose pod succeeds is Complete": async (b) => {
    const made = await b.create("jobs", job("once", [container(b, ["--print=done", "--exit=0"])]));
    const uid = text(made, "metadata", "uid");
    expect(at(made, "spec", "selector", "matchLabels")).toEqual({ "batch.kubernetes.io/controller-uid": uid });
    const done = await b.until("jobs", "once", (found) =>
      expect(condition(found, "Complete")).toMatchObject({ status: "True", reason: "CompletionsReached" }),
    );
    expect(at(done, "status")).toMatchObject({
      succeeded: 1,
      startTime: expect.any(String),
      completionTime: expect.any(String),
    });
    expect(condition(done, "SuccessCriteriaMet")?.["status"]).toBe("True");
    const [pod] = await b.items("pods", { labelSelector: "job-name=once" });
    expect(text(pod, "metadata", "name")).toMatch(/^once-[a-z0-9]{5}$/);
    expect(await eventsOf(b, "once")).toEqual(
      expect.arrayContaining([`SuccessfulCreate: Created pod: ${text(pod, "metadata", "name")}`]),
    );
    await b.eventually(async () => expect(await eventsOf(b, "once")).toContain("Completed: Job completed"));
  },
  "a Job that fails more often than backoffLimit is Failed": async (b) => {
    await b.create("jobs", job("bad", [container(b, ["--exit=2"])], { backoffLimit: 0 }));
    const failed = await b.until("jobs", "bad", (found) =>
      expect(condition(found, "Failed")).toMatchObject({
        status: "True",
        reason: "BackoffLimitExceeded",
        message: "Job has reached the specified backoff limit",
      }),
    );
    expect(at(failed, "status", "failed")).toBe(1);
    expect(condition(failed, "FailureTarget")?.["status"]).toBe("True");
    expect(at(failed, "status", "completionTime")).toBeUndefined();
  },
  "a Job that runs beyond its deadline is Failed, and its pod goes": async (b) => {
    await b.create("jobs", job("slow", [container(b, [])], { activeDeadlineSeconds: 2 }));
    await b.until("jobs", "slow", (found) =>
      expect(condition(found, "Failed")).toMatchObject({
        status: "True",
        reason: "DeadlineExceeded",
        message: "Job was active longer than specified deadline",
      }),
    );
  },
  "completions and parallelism: three pods succeed, never more than two at once": async (b) => {
    const quick = container(b, ["--exit=0", "--after=300"]);
    await b.create("jobs", job("many", [quick], { completions: 3, parallelism: 2 }));
    const done = await b.until("jobs", "many", (found) => {
      expect(Number(at(found, "status", "active") ?? 0)).toBeLessThanOrEqual(2);
      expect(condition(found, "Complete")?.["status"]).toBe("True");
    });
    expect(at(done, "status", "succeeded")).toBe(3);
  },
  "an indexed Job gives each pod its index": async (b) => {
    const spec = { completions: 2, parallelism: 2, completionMode: "Indexed" };
    await b.create("jobs", job("indexed", [container(b, ["--exit=0"])], spec));
    await b.until("jobs", "indexed", (found) => expect(condition(found, "Complete")?.["status"]).toBe("True"));
    const pods = await b.items("pods", { labelSelector: "job-name=indexed" });
    const key = "batch.kubernetes.io/job-completion-index";
    expect(pods.map((pod) => text(pod, "metadata", "annotations", key)).sort()).toEqual(["0", "1"]);
    for (const pod of pods) expect(text(pod, "metadata", "name")).toMatch(/^indexed-[01]-[a-z0-9]{5}$/);
  },
  "a suspended Job makes no pods until it is resumed": async (b) => {
    await b.create("jobs", job("later", [container(b, ["--exit=0"])], { suspend: true }));
    await b.until("jobs", "later", (found) =>
      expect(condition(found, "Suspended")).toMatchObject({ status: "True", reason: "JobSuspended" }),
    );
    expect(await b.items("pods")).toEqual([]);
    ok(await b.api.patch(b.path("jobs", "later"), "merge", { spec: { suspend: false } }), 200);
    const done = await b.until("jobs", "later", (found) =>
      expect(condition(found, "Complete")?.["status"]).toBe("True"),
    );
    expect(condition(done, "Suspended")).toMatchObject({ status: "False", reason: "JobResumed" });
  },
  "a finished Job goes after its time to live": async (b) => {
    await b.create("jobs", job("brief", [container(b, ["--exit=0"])], { ttlSecondsAfterFinished: 0 }));
    await b.eventually(async () => expect((await b.api.get(b.path("jobs", "brief"))).status).toBe(404));
    await b.eventually(async () => expect(await b.items("pods")).toEqual([]));
  },
  "kubectl wait sees a Job complete": async (b) => {
    await b.create("jobs", job("once", [container(b, ["--exit=0"])]));
    const ran = await b.kubectl(["wait", "job/once", "--for=condition=Complete", "--timeout=60s"]);
    expect(ran.stdout).toContain("job.batch/once condition met");
  },
  "a CronJob makes a Job when its minute comes, in its own name": async (b) => {
    const template = job("x", [container(b, ["--exit=0"])]);
    await b.create("cronjobs", {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "often" },
      spec: { schedule: "* * * * *", jobTemplate: { spec: template.spec } },
    });
    const done = await b.eventually(async () => {
      const [first] = await b.items("jobs");
      expect(condition(first, "Complete")?.["status"]).toBe("True");
      return first;
    });
    expect(text(done, "metadata", "name")).toMatch(/^often-\d{8}$/);
    expect(at(done, "metadata", "ownerReferences", 0)).toMatchObject({ kind: "CronJob", name: "often" });
    await b.until("cronjobs", "often", (found) => expect(text(found, "status", "lastSuccessfulTime")).toMatch(/Z$/));
    expect(text(await b.read("cronjobs", "often"), "status", "lastScheduleTime")).toMatch(/:00Z$/);
  },
  "a suspended CronJob with a schedule that cannot be read is refused": async (b) => {
    const template = job("x", [container(b, ["--exit=0"])]);
    const answer = await b.api.post(b.path("cronjobs"), {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "never" },
      spec: { suspend: true, schedule: "at noon", jobTemplate: { spec: template.spec } },
    });
    expect(answer).toMatchObject(invalid("spec.schedule", "FieldValueInvalid"));
  },
});

import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, list, number, text } from "../kit/json.ts";
import { configMap, container, pod, server } from "../kit/objects.ts";
import { eventsOf, stateOf, statusOf } from "../kit/rollout.ts";

const missing = (image: string) => image.replace(/:[^:/]*$/, ":never-pushed");

export const pods = cases({
  "a pod goes from Pending to Running and Ready, with its events in order": async (b) => {
    const made = await b.create("pods", pod("p", [server(b)]));
    expect(at(made, "status")).toMatchObject({ phase: "Pending" });
    const running = await b.until("pods", "p", (found) => expect(condition(found, "Ready")?.["status"]).toBe("True"));
    expect(at(running, "status")).toMatchObject({
      phase: "Running",
      podIP: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
      hostIP: expect.any(String),
      qosClass: "BestEffort",
      startTime: expect.stringMatching(/Z$/),
    });
    for (const type of ["PodScheduled", "Initialized", "ContainersReady", "PodReadyToStartContainers"])
      expect(condition(running, type)?.["status"]).toBe("True");
    expect(statusOf(running)).toMatchObject({ ready: true, started: true, restartCount: 0, image: b.image });
    await b.eventually(async () => {
      const reasons = (await eventsOf(b, "p")).map((event) => event.split(":")[0]);
      expect(reasons).toEqual(expect.arrayContaining(["Scheduled", "Pulled", "Created", "Started"]));
    });
    expect(await eventsOf(b, "p")).toEqual(
      expect.arrayContaining(["Created: Created container: main", "Started: Started container main"]),
    );
  },
  "an image that is not there: ErrImagePull, then ImagePullBackOff, with what the registry said": async (b) => {
    await b.create("pods", pod("p", [{ name: "main", image: missing(b.image) }]));
    const found = await b.until("pods", "p", (object) => {
      const [state, what] = stateOf(object);
      expect([state, at(what, "reason")]).toEqual(["waiting", "ImagePullBackOff"]);
    });
    expect(at(found, "status", "phase")).toBe("Pending");
    const [, what] = stateOf(found);
    expect(text(what, "message")).toMatch(/^Back-off pulling image ".*never-pushed": ErrImagePull: .*not found/);
    const said = await eventsOf(b, "p");
    expect(said).toEqual(
      expect.arrayContaining([
        `Pulling: Pulling image "${missing(b.image)}"`,
        expect.stringMatching(/^Failed: Failed to pull image ".*never-pushed": .*not found$/),
        "Failed: Error: ErrImagePull",
        `BackOff: Back-off pulling image "${missing(b.image)}"`,
        "Failed: Error: ImagePullBackOff",
      ]),
    );
  },
  "a crash is restarted, then waits in CrashLoopBackOff with the exit code of the last": async (b) => {
    await b.create("pods", pod("p", [container(b, ["--print=no database", "--exit=3"])]));
    const found = await b.until("pods", "p", (object) => {
      const [state, what] = stateOf(object);
      expect([state, at(what, "reason")]).toEqual(["waiting", "CrashLoopBackOff"]);
      expect(statusOf(object)?.["restartCount"]).toBeGreaterThanOrEqual(1);
    });
    expect(at(found, "status", "phase")).toBe("Running");
    expect(at(statusOf(found), "lastState", "terminated")).toMatchObject({
      exitCode: 3,
      reason: "Error",
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    const [, what] = stateOf(found);
    expect(text(what, "message")).toMatch(/^back-off \d+s restarting failed container=main pod=p_case-.*\(.*\)$/);
    expect(condition(found, "Ready")).toMatchObject({
      status: "False",
      reason: "ContainersNotReady",
      message: "containers with unready status: [main]",
    });
    await b.eventually(async () =>
      expect(await eventsOf(b, "p")).toContainEqual(
        expect.stringMatching(/^BackOff: Back-off restarting failed container main in pod p_case-/),
      ),
    );
  },
  "restartPolicy Never: the pod is Failed with the exit code, or Succeeded": async (b) => {
    const once = { restartPolicy: "Never" };
    await b.create("pods", pod("bad", [container(b, ["--exit=4"])], once));
    await b.create("pods", pod("good", [container(b, ["--exit=0"])], once));
    const bad = await b.until("pods", "bad", (found) => expect(at(found, "status", "phase")).toBe("Failed"));
    expect(stateOf(bad)).toMatchObject(["terminated", { exitCode: 4, reason: "Error" }]);
    const good = await b.until("pods", "good", (found) => expect(at(found, "status", "phase")).toBe("Succeeded"));
    expect(stateOf(good)).toMatchObject(["terminated", { exitCode: 0, reason: "Completed" }]);
    expect(condition(good, "Ready")).toMatchObject({ status: "False", reason: "PodCompleted" });
  },
  "a variable from a Secret that is not there: CreateContainerConfigError, until it is": async (b) => {
    const env = [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }];
    await b.create("pods", pod("p", [server(b, [], { env })]));
    await b.until("pods", "p", (object) => expect(stateOf(object)[0]).toBe("waiting"));
    await b.until("pods", "p", (object) =>
      expect(stateOf(object)).toEqual([
        "waiting",
        { reason: "CreateContainerConfigError", message: 'secret "db" not found' },
      ]),
    );
    await b.eventually(async () => expect(await eventsOf(b, "p")).toContain('Failed: Error: secret "db" not found'));
    await b.create("secrets", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "db" },
      stringData: { password: "x" },
    });
    await b.until("pods", "p", (object) => expect(condition(object, "Ready")?.["status"]).toBe("True"));
  },
  "a key that a ConfigMap does not have is named": async (b) => {
    await b.create("configmaps", configMap("settings", { other: "1" }));
    const env = [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } }];
    await b.create("pods", pod("p", [server(b, [], { env })]));
    await b.until("pods", "p", (object) => {
      const [state, what] = stateOf(object);
      expect([state, at(what, "reason")]).toEqual(["waiting", "CreateContainerConfigError"]);
      expect(text(what, "message")).toMatch(/^couldn't find key level in ConfigMap case-.*\/settings$/);
    });
  },
  "a volume from a ConfigMap that is not there keeps the pod in ContainerCreating, with FailedMount": async (b) => {
    const volumes = [{ name: "settings", configMap: { name: "settings" } }];
    const mounted = server(b, [], { volumeMounts: [{ name: "settings", mountPath: "/settings" }] });
    await b.create("pods", pod("p", [mounted], { volumes }));
    await b.eventually(async () =>
      expect(await eventsOf(b, "p")).toContain(
        'FailedMount: MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
      ),
    );
    expect(stateOf(await b.read("pods", "p"))).toEqual(["waiting", { reason: "ContainerCreating" }]);
  },
  "init containers run one after the other, and the main one after them": async (b) => {
    const inits = [
      { ...container(b, ["--print=first", "--exit=0"]), name: "one" },
      { ...container(b, ["--print=second", "--exit=0"]), name: "two" },
    ];
    await b.create("pods", pod("p", [server(b)], { initContainers: inits }));
    const found = await b.until("pods", "p", (object) => expect(condition(object, "Ready")?.["status"]).toBe("True"));
    const ends = ["one", "two"].map((name) => text(stateOf(found, name, true)[1], "finishedAt"));
    expect([...ends].sort()).toEqual(ends);
    expect(condition(found, "Initialized")?.["status"]).toBe("True");
  },
  "an init container that fails holds everything: Init in CrashLoopBackOff, main in PodInitializing": async (b) => {
    const inits = [{ ...container(b, ["--print=cannot migrate", "--exit=5"]), name: "migrate" }];
    await b.create("pods", pod("p", [server(b)], { initContainers: inits }));
    const found = await b.until("pods", "p", (object) => {
      const [state, what] = stateOf(object, "migrate", true);
      expect([state, at(what, "reason")]).toEqual(["waiting", "CrashLoopBackOff"]);
    });
    expect(at(found, "status", "phase")).toBe("Pending");
    expect(stateOf(found)).toEqual(["waiting", { reason: "PodInitializing" }]);
    expect(condition(found, "Initialized")).toMatchObject({
      status: "False",
      reason: "ContainersNotInitialized",
      message: "containers with incomplete status: [migrate]",
    });
  },
  "memory beyond the limit: OOMKilled, 137": async (b) => {
    const resources = { limits: { memory: "64Mi" } };
    // it holds what it took: a runtime that only looks now and then is to see it, too
    const greedy = container(b, ["--eat=400", "--exit=0", "--after=10000"], { resources });
    await b.create("pods", pod("p", [greedy], { restartPolicy: "Never" }));
    const found = await b.until("pods", "p", (object) =>
      expect(at(object, "status", "phase")).toMatch(/Failed|Succeeded/),
    );
    expect(stateOf(found)).toMatchObject(["terminated", { exitCode: 137, reason: "OOMKilled" }]);
  },
  "the last lines of the log become the termination message where asked for": async (b) => {
    const talkative = container(b, ["--print=cannot reach the database", "--exit=1"], {
      terminationMessagePolicy: "FallbackToLogsOnError",
    });
    await b.create("pods", pod("p", [talkative], { restartPolicy: "Never" }));
    const found = await b.until("pods", "p", (object) => expect(at(object, "status", "phase")).toBe("Failed"));
    expect(text(stateOf(found)[1], "message")).toContain("cannot reach the database");
  },
  "a readiness probe that fails: Running but not Ready, with Unhealthy": async (b) => {
    await b.create("pods", pod("p", [server(b, ["--unready"])]));
    await b.eventually(async () =>
      expect(await eventsOf(b, "p")).toContain(
        "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
      ),
    );
    const found = await b.read("pods", "p");
    expect(at(found, "status", "phase")).toBe("Running");
    expect(condition(found, "Ready")).toMatchObject({ status: "False", reason: "ContainersNotReady" });
    expect(statusOf(found)).toMatchObject({ ready: false, restartCount: 0 });
  },
  "a liveness probe that fails restarts the container": async (b) => {
    const sick = container(b, ["--serve"], {
      livenessProbe: { httpGet: { path: "/ready", port: 9 }, periodSeconds: 1, failureThreshold: 1 },
    });
    await b.create("pods", pod("p", [sick]));
    await b.until("pods", "p", (object) => expect(statusOf(object)?.["restartCount"]).toBeGreaterThanOrEqual(1));
    await b.eventually(async () =>
      expect(await eventsOf(b, "p")).toContain("Killing: Container main failed liveness probe, will be restarted"),
    );
  },
  "nothing is ready before the startup probe has succeeded": async (b) => {
    const slow = server(b, ["--ready-after=1500"], {
      startupProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 1, failureThreshold: 30 },
    });
    await b.create("pods", pod("p", [slow]));
    await b.until("pods", "p", (object) => expect(stateOf(object)[0]).toBe("running"));
    const early = await b.read("pods", "p");
    expect(statusOf(early)).toMatchObject({ started: false, ready: false });
    await b.until("pods", "p", (object) => expect(statusOf(object)).toMatchObject({ started: true, ready: true }));
  },
  "a pod that fits no node is Unschedulable, and says why": async (b) => {
    await b.create("pods", pod("p", [container(b, [])], { nodeSelector: { "no-such": "node" } }));
    const found = await b.until("pods", "p", (object) =>
      expect(condition(object, "PodScheduled")).toMatchObject({ status: "False", reason: "Unschedulable" }),
    );
    const why = String(condition(found, "PodScheduled")?.["message"]);
    expect(why).toMatch(/^0\/\d+ nodes are available: \d+ node\(s\) didn't match Pod's node affinity\/selector\./);
    await b.eventually(async () => expect(await eventsOf(b, "p")).toContain(`FailedScheduling: ${why}`));
  },
  "more than a node has: Insufficient cpu": async (b) => {
    const greedy = container(b, [], { resources: { requests: { cpu: "4000" } } });
    await b.create("pods", pod("p", [greedy]));
    await b.until("pods", "p", (object) =>
      expect(String(condition(object, "PodScheduled")?.["message"])).toMatch(
        /^0\/\d+ nodes are available: \d+ Insufficient cpu\./,
      ),
    );
  },
  "a deleted pod is Terminating for its grace, then gone": async (b) => {
    await b.create("pods", pod("p", [server(b)]));
    await b.until("pods", "p", (found) => expect(at(found, "status", "phase")).toBe("Running"));
    const answer = ok(await b.api.delete(b.path("pods", "p")), 200);
    expect(answer).toMatchObject({ kind: "Pod", metadata: { deletionGracePeriodSeconds: 1 } });
    expect(text(answer, "metadata", "deletionTimestamp")).toMatch(/Z$/);
    await b.eventually(async () => expect((await b.api.get(b.path("pods", "p"))).status).toBe(404));
  },
  "a pod deleted with no grace is gone at once": async (b) => {
    await b.create("pods", pod("p", [server(b)]));
    await b.until("pods", "p", (found) => expect(at(found, "status", "phase")).toBe("Running"));
    ok(await b.api.delete(b.path("pods", "p"), { gracePeriodSeconds: 0 }), 200);
    expect((await b.api.get(b.path("pods", "p"))).status).toBe(404);
  },
  "the downward API and ConfigMaps reach the container's environment": async (b) => {
    await b.create("configmaps", configMap("settings", { COLOUR: "grey" }));
    const env = [
      { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "COMMIT", valueFrom: { fieldRef: { fieldPath: "metadata.annotations['example.com/commit']" } } },
      { name: "BOTH", value: "$(POD) at $(COMMIT)" },
    ];
    const spec = pod("p", [server(b, [], { env, envFrom: [{ configMapRef: { name: "settings" } }] })]);
    await b.create("pods", { ...spec, metadata: { ...spec.metadata, annotations: { "example.com/commit": "abc" } } });
    await b.until("pods", "p", (found) => expect(condition(found, "Ready")?.["status"]).toBe("True"));
    const read = async (name: string) =>
      String((await b.api.get(`${b.path("pods", "p")}:8080/proxy/env/${name}`)).body).trim();
    expect(await read("BOTH")).toBe("p at abc");
    expect(await read("COLOUR")).toBe("grey");
  },
  "kubectl exec runs a command in the container and gives its exit code": async (b) => {
    await b.create("pods", pod("p", [server(b)]));
    await b.until("pods", "p", (found) => expect(condition(found, "Ready")?.["status"]).toBe("True"));
    const ran = await b.kubectl(["exec", "p", "--", "node", "-p", "6 * 7"]);
    expect(ran.stdout).toBe("42\n");
    const failed = await b.kubectl(["exec", "p", "--", "node", "-e", "process.exit(9)"]);
    expect(failed.code).toBe(9);
    expect(failed.stderr).toContain("command terminated with exit code 9");
  },
  "of a running pod's spec only little may change": async (b) => {
    await b.create("pods", pod("p", [server(b)]));
    const answer = await b.api.patch(b.path("pods", "p"), "strategic", {
      spec: { containers: [{ name: "main", args: ["--serve", "--print=changed"] }] },
    });
    expect(answer.status).toBe(422);
    expect(text(answer.body, "message")).toContain("pod updates may not change fields other than");
    expect(list(answer.body, "details", "causes")).toHaveLength(1);
    expect(number(answer.body, "code")).toBe(422);
  },
});

import { request } from "node:http";
import { join } from "node:path";
import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, isObject, list, text } from "../kit/json.ts";
import { configMap, deployment, server } from "../kit/objects.ts";
import { rolledOut } from "../kit/rollout.ts";

export const discovery = cases({
  "the version and the health of the server can be asked": async ({ api }) => {
    const version = ok(await api.get("/version"), 200);
    expect(version).toMatchObject({ major: "1", gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/) });
    expect(ok(await api.get("/readyz"), 200)).toBe("ok");
    expect(ok(await api.get("/livez"), 200)).toBe("ok");
  },
  "a group says which resources it has, with verbs, short names and subresources": async ({ api }) => {
    const apps = ok(await api.get("/apis/apps/v1"), 200);
    expect(apps).toMatchObject({ kind: "APIResourceList", groupVersion: "apps/v1" });
    const found = (name: string) => list(apps, "resources").find((one) => at(one, "name") === name);
    expect(found("deployments")).toMatchObject({
      singularName: "deployment",
      namespaced: true,
      kind: "Deployment",
      shortNames: ["deploy"],
      categories: ["all"],
      verbs: expect.arrayContaining(["create", "delete", "get", "list", "patch", "update", "watch"]),
    });
    expect(found("deployments/scale")).toMatchObject({ kind: "Scale", group: "autoscaling", version: "v1" });
    expect(found("deployments/status")).toMatchObject({ verbs: ["get", "patch", "update"] });
  },
  "the groups are listed with the version preferred": async ({ api }) => {
    const groups = list(ok(await api.get("/apis"), 200), "groups").filter(isObject);
    const apps = groups.find((group) => group["name"] === "apps");
    expect(at(apps, "preferredVersion")).toEqual({ groupVersion: "apps/v1", version: "v1" });
    expect(groups.map((group) => group["name"])).toEqual(
      expect.arrayContaining(["batch", "networking.k8s.io", "rbac.authorization.k8s.io", "autoscaling", "policy"]),
    );
  },
  "kubectl knows the resources by their short names": async ({ kubectl, create }) => {
    await create("configmaps", configMap("a"));
    expect((await kubectl(["get", "cm", "a", "-o", "name"])).stdout).toBe("configmap/a\n");
    expect((await kubectl(["get", "deploy"])).stderr).toContain("No resources found in case-");
    expect((await kubectl(["get", "nothing-such"])).stderr).toContain(
      'the server doesn\'t have a resource type "nothing-such"',
    );
  },
  "kubectl get shows the columns of a Deployment and its pods": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    const lines = (await b.kubectl(["get", "deployment", "web"])).stdout.split("\n");
    expect(lines[0]?.split(/\s+/).filter(Boolean)).toEqual(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]);
    expect(lines[1]?.split(/\s+/).slice(0, 4)).toEqual(["web", "1/1", "1", "1"]);
    const pods = (await b.kubectl(["get", "pods"])).stdout.split("\n");
    expect(pods[0]?.split(/\s+/).filter(Boolean)).toEqual(["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
    expect(pods[1]?.split(/\s+/).slice(1, 4)).toEqual(["1/1", "Running", "0"]);
  },
  "a table is given to whoever asks for one": async ({ api, create, path }) => {
    await create("configmaps", configMap("a", { k: "v" }));
    const answer = await api.call("GET", path("configmaps", "a"), {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" },
    });
    expect(answer.body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
    expect(list(answer.body, "columnDefinitions").map((column) => text(column, "name"))).toEqual([
      "Name",
      "Data",
      "Age",
    ]);
    expect(at(answer.body, "rows", 0, "cells", 1)).toBe(1);
  },
  "kubectl describe and kubectl delete work on what was made": async ({ kubectl, create, api, path }) => {
    await create("configmaps", configMap("a", { k: "v" }));
    expect((await kubectl(["describe", "configmap", "a"])).stdout).toMatch(/Name:\s+a\n/);
    expect((await kubectl(["delete", "configmap", "a"])).stdout).toMatch(/configmap "a" deleted/);
    expect((await api.get(path("configmaps", "a"))).status).toBe(404);
  },
  "kubectl diff and a server-side dry run leave everything as it is": async ({ kubectl, create, read }) => {
    await create("configmaps", configMap("a", { k: "1" }));
    const changed = JSON.stringify(configMap("a", { k: "2" }));
    const dry = await kubectl(["apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", "-"], changed);
    expect(dry.stdout).toContain("configmap/a serverside-applied (server dry run)");
    const diff = await kubectl(["diff", "--server-side", "--force-conflicts", "-f", "-"], changed);
    expect(diff.code).toBe(1);
    expect(diff.stdout).toMatch(/^-\s+k: "1"$/m);
    expect(diff.stdout).toMatch(/^\+\s+k: "2"$/m);
    expect(at(await read("configmaps", "a"), "data")).toEqual({ k: "1" });
  },
  "kubectl create deployment, which sends protobuf, is understood": async ({ kubectl }) => {
    const ran = await kubectl(["create", "deployment", "web", "--image=web:1", "--replicas=0"]);
    expect(ran.stdout).toBe("deployment.apps/web created\n");
  },
  "kubectl proxy on a Unix socket passes requests through": async (b) => {
    const socket = join(b.home, `${b.namespace}.sock`);
    const running = b.kubectl.start(["proxy", `--unix-socket=${socket}`]);
    b.cleanup(() => running.stop());
    await running.line(/Starting to serve on/);
    const body = await new Promise<string>((resolve, reject) => {
      const asked = request({ socketPath: socket, path: b.path("configmaps") }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () => resolve(text));
      });
      asked.on("error", reject);
      asked.end();
    });
    expect(JSON.parse(body)).toMatchObject({ kind: "ConfigMapList" });
  },
});

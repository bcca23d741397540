import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import type { RequestRecord } from "../../../src/rehearse/world/cluster/http/request-log.ts";
import { textAt } from "../../../src/release/json/json.ts";
import type { Given } from "./child.ts";
import { configMap, deployment, service } from "./manifests.ts";
import type { World } from "./world.ts";

/** A short lease, so that what a killed run leaves behind soon runs out. */
export const timing = { leaseMs: 1_500, requestMs: 300 };
export const bundle = (letter: string) => [deployment("web", letter), service("web"), configMap("conf", { letter })];

export const isWrite = ({ verb, query }: RequestRecord): boolean =>
  ["create", "update", "patch", "delete"].includes(verb) && !query.includes("dryRun");
export const fromUs = ({ userAgent }: RequestRecord): boolean => userAgent.includes("tidegate");
export const isApplied = (resource: string) => (record: RequestRecord) =>
  record.verb === "patch" && record.resource === resource && isWrite(record);

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

export interface Processes {
  /** Deploys, verifies, rolls back or resumes in a process of its own. */
  readonly start: (story: Given["story"], order: number, attempt?: number) => Started;
  /** Does something when the cluster has answered the n-th such request of ours; the answer ends the watching. */
  readonly at: (n: number, which: (record: RequestRecord) => boolean, act: () => void) => () => void;
  /** The letter of the image that the Deployment has. */
  readonly letter: () => Promise<string>;
  readonly holder: () => Promise<string>;
  /** Cluster, record and lease say one and the same; a lease that is not free must at least be `expiring`. */
  readonly whole: (lease?: "free" | "expiring") => Promise<void>;
  readonly killAll: () => void;
}

export function processes(
  world: World,
  promised: { readonly leaseMs: number; readonly requestMs: number } = timing,
): Processes {
  const children = new Set<ChildProcess>();
  const lease = () => world.get("Lease", "tidegate-shop-staging-lease", "coordination.k8s.io/v1");
  const holder = async () => textAt(await lease(), "spec", "holderIdentity") ?? "";
  return {
    start: (story, order, attempt = 1) => {
      const overlay = join(world.folder, "overlay.json");
      const given: Given = { story, kubeconfig: world.access.kubeconfig ?? "", overlay, order, attempt, ...promised };
      const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), JSON.stringify(given)], {
        env: { ...world.access.env },
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.add(child);
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, said }))) };
    },
    at: (n, which, act) => {
      let seen = 0;
      return world.cluster.requests.onRequest((record) => {
        if (fromUs(record) && which(record) && ++seen === n) act();
      });
    },
    letter: async () => {
      const web = await world.get("Deployment", "web", "apps/v1");
      return textAt(web, "spec", "template", "spec", "containers", 0, "image")?.at(-1) ?? "none";
    },
    holder,
    whole: async (expected = "free") => {
      const { entries } = await world.head();
      const open = entries.filter(({ status }) => status === "live" || status === "pending" || status === "applied");
      expect(open.map(({ status }) => status)).toEqual(["live"]);
      for (const [kind, name, apiVersion] of [
        ["Deployment", "web", "apps/v1"],
        ["Service", "web", "v1"],
        ["ConfigMap", "conf", "v1"],
      ] as const) {
        const object = await world.get(kind, name, apiVersion);
        expect(textAt(object, "metadata", "annotations", "tidegate.github.io/release")).toBe(open[0]?.id);
      }
      if (expected === "free") expect(await holder()).toBe("");
    },
    killAll: () => {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

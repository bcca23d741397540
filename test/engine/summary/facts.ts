import { release } from "node:os";
import { objectsAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { clients } from "../clients.ts";
import { readConnection } from "../connect.ts";
import { ownPlace } from "../place.ts";

/** What the running engine is made of; a part that does not say is left out. */
export async function engineFacts(): Promise<Readonly<Record<string, string>>> {
  // a suite may have ended it: the page is wanted all the more
  if (readConnection(ownPlace().state) === undefined) return {};
  const { engine, attempt } = clients();
  const asked = async (...command: readonly [string, ...string[]]) => {
    const { code, stdout } = await attempt(command);
    return code === 0 ? stdout : "";
  };
  const [nodes, docker, builder] = await Promise.all([
    asked("kubectl", "get", "nodes", "-o", "json"),
    asked("docker", "version", "--format", "{{.Server.Version}}"),
    asked("docker", "buildx", "inspect"),
  ]);
  const all = objectsAt(nodes === "" ? {} : parseJson(nodes), "items");
  const info = (name: string) => textAt(all[0], "status", "nodeInfo", name) ?? "";
  const facts = {
    Engine: engine.kind === "own" ? "started on this machine" : `borrowed: ${engine.context}`,
    Kubernetes: info("kubeletVersion"),
    Nodes: all.length > 0 ? String(all.length) : "",
    "Container runtime": info("containerRuntimeVersion"),
    Docker: docker.trim(),
    BuildKit: /^BuildKit version:\s*(\S+)/m.exec(builder)?.[1] ?? "",
    System: info("osImage"),
    Kernel: info("kernelVersion") || release(),
    Processors: textAt(all[0], "status", "capacity", "cpu") ?? "",
    Node: process.version,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ""));
}

import { readFile } from "node:fs/promises";
import { type Json, numberAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { deployer, type World } from "./world.ts";

/** One request of the deployer's account, as the API server wrote it down. */
export interface Audited {
  readonly verb: string;
  /** `pods/log` for a subresource */
  readonly resource: string;
  readonly group: string;
  readonly name: string;
  readonly code: number;
  readonly time: Date;
  readonly write: boolean;
}

/** The deployer's requests in its namespace, oldest first; none where the cluster keeps its audit log to itself. */
export async function auditOf(
  { engine, namespace }: Pick<World, "engine" | "namespace">,
  wanted: (one: Audited) => boolean = () => true,
): Promise<readonly Audited[]> {
  if (engine.auditLog === null) return [];
  const mine = `"${deployer(namespace)}"`;
  const lines = (await readFile(engine.auditLog, "utf8")).split("\n").filter((line) => line.includes(mine));
  return lines.map((line) => read(parseJson(line))).filter(wanted);
}

function read(event: Json): Audited {
  const about = (field: string) => textAt(event, "objectRef", field) ?? "";
  const [verb, subresource] = [textAt(event, "verb") ?? "", about("subresource")];
  const dry = /[?&]dryRun=/.test(textAt(event, "requestURI") ?? "");
  return {
    verb,
    resource: `${about("resource")}${subresource === "" ? "" : `/${subresource}`}`,
    group: about("apiGroup"),
    name: about("name"),
    code: numberAt(event, "responseStatus", "code") ?? 0,
    time: new Date(textAt(event, "requestReceivedTimestamp") ?? 0),
    write: !dry && ["create", "update", "patch", "delete"].includes(verb),
  };
}

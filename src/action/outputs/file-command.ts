import { randomUUID } from "node:crypto";

/**
 * One entry of GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV. The delimiter is random, so that no value can end early and
 * go on to set something else (docs: "Workflow commands", multiline strings).
 */
export function fileCommand(name: string, value: string, delimiter = `end-${randomUUID()}`): string {
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

export const usage = `npm run engine up [-- --cluster CONTEXT] [--json]
    brings up Docker, a registry, BuildKit and a Kubernetes cluster, and prints how they are reached.
    --cluster CONTEXT  uses the Docker and the kind, k3d or minikube cluster that are there already
npm run engine status [-- --json]
npm run engine down`;

export type Command =
  | { readonly verb: "up"; readonly cluster: string | undefined; readonly json: boolean }
  | { readonly verb: "down" }
  | { readonly verb: "status"; readonly json: boolean }
  | { readonly verb: "misused"; readonly why: string };

/** `["up", "--cluster", "kind-dev"]` → a command, or why it is none */
export function parseArguments(words: readonly string[]): Command {
  const [verb, ...rest] = words;
  const json = rest.includes("--json");
  const at = rest.findIndex((word) => word === "--cluster" || word.startsWith("--cluster="));
  const word = rest[at];
  const separate = word === "--cluster";
  const cluster = separate ? rest[at + 1] : word?.slice("--cluster=".length);
  const unknown = rest.filter((one, index) => one !== "--json" && index !== at && !(separate && index === at + 1));
  if (unknown.length > 0) return { verb: "misused", why: `expected no ${unknown.join(" ")}` };
  if (at >= 0 && verb !== "up") return { verb: "misused", why: "expected --cluster only with up" };
  if (at >= 0 && (cluster === undefined || cluster === "")) {
    return { verb: "misused", why: "expected the name of a context after --cluster" };
  }
  switch (verb) {
    case "up":
      return { verb, cluster, json };
    case "status":
      return { verb, json };
    case "down":
      return json ? { verb: "misused", why: "expected no --json with down" } : { verb };
    default:
      return { verb: "misused", why: `expected up, down or status, got ${verb ?? "nothing"}` };
  }
}

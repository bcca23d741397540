import type { ContainerScript, Script } from "../../../src/rehearse/world/cluster/controllers/scripted/script.ts";

export const image = "conformance/pod:1";

/** What `program/pod.mjs` would do with these arguments, for a cluster whose containers are only scripts. */
export const programScript: Script = ({ spec, image: asked, pod, environment }) => {
  if (asked !== image) return { pull: "not-found" };
  const given: unknown = spec["args"];
  const args = Array.isArray(given) ? given.map(String) : [];
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const has = (name: string) => args.includes(`--${name}`) || value(name) !== undefined;
  const milliseconds = (name: string) => Number(value(name) ?? 0);
  const serves = has("serve");
  const port = Number(value("serve") || environment["PORT"] || 8080);
  const prints = args.filter((arg) => arg.startsWith("--print=")).map((arg) => arg.slice("--print=".length));
  const eats = Number(value("eat") ?? 0);
  const script: ContainerScript = {
    logs: [...prints, ...(serves ? [`serving on ${port}`] : [])],
    ...(has("unready") || !serves ? { readyAfter: "never" } : { readyAfter: milliseconds("ready-after") }),
    ...(serves ? { startedAfter: milliseconds("ready-after") } : {}),
    ...(serves
      ? {
          http: {
            ports: [port],
            answer: (request, response) => {
              const url = request.url ?? "";
              if (url.startsWith("/env/")) response.end(`${environment[url.slice(5)] ?? ""}\n`);
              else response.end(`${pod.metadata.name} ${url}\n`);
            },
          },
        }
      : {}),
    ...(has("exit") ? { exit: { code: Number(value("exit")), after: milliseconds("after") } } : {}),
    exec: (command) => {
      // the two programs the cases run
      if (command.join(" ") === "node -p 6 * 7") return { code: 0, stdout: "42\n" };
      return { code: Number(/process\.exit\((\d+)\)/.exec(command.join(" "))?.[1] ?? 127), stdout: "" };
    },
    ...(eats > 100 ? { exit: { code: 137, reason: "OOMKilled" } } : {}),
  };
  return script;
};

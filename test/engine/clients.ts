import { type Connection, connection, environmentFor } from "./connect.ts";
import { must, type Ran, run } from "./host/run.ts";

/** kubectl and docker, speaking to the running engine. */
export interface Clients {
  readonly engine: Connection;
  /** what a child process needs to speak to it, too */
  readonly env: NodeJS.ProcessEnv;
  /** gives what it printed; a failure is an error with what it said */
  kubectl(args: readonly string[], input?: unknown): Promise<string>;
  docker(args: readonly string[]): Promise<string>;
  /** for a command that may fail: its exit code and output */
  attempt(command: readonly [string, ...string[]], input?: unknown): Promise<Ran>;
}

/** `input` other than text is written as JSON, which kubectl takes for YAML. */
export function clients(): Clients {
  const engine = connection();
  const env = { ...process.env, ...environmentFor(engine) };
  const text = (input: unknown) => (typeof input === "string" ? input : JSON.stringify(input ?? ""));
  return {
    engine,
    env,
    kubectl: (args, input) => must(["kubectl", ...args], { env, input: text(input) }),
    docker: (args) => must(["docker", ...args], { env }),
    attempt: (command, input) => run(command, { env, input: text(input) }),
  };
}

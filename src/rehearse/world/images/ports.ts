import { DockerfileProblem } from "./dockerfile/instruction.ts";

/** `8080`, `53/udp`, `7000-7002` → the ports as a config names them. */
export function portsOf(text: string, line: number): readonly string[] {
  const [, from = "", to = from, protocol = "tcp"] = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === "" || first > last || last > 65535)
    throw new DockerfileProblem(line, `expected a port like 8080, 53/udp or 7000-7002, got "${text}"`);
  return Array.from({ length: last - first + 1 }, (_, at) => `${first + at}/${protocol.toLowerCase()}`);
}

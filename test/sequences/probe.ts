/** What is wrong with a cluster at rest, and with what could still be deployed there. */
import { entryOf } from "../../src/release/record/head.ts";
import type { Fixes } from "./laws.ts";
import type { Theatre } from "./theatre.ts";
import type { World } from "./world.ts";

/** Newer than any run that the sequences know. */
const newest = 900;

export class Probe {
  readonly #theatre: Theatre;
  readonly #environment: string;
  readonly #known = new Map<string, readonly string[]>();

  constructor(theatre: Theatre, environment: string) {
    this.#theatre = theatre;
    this.#environment = environment;
  }

  async broken({ cluster, slots, fixes }: World): Promise<readonly string[]> {
    if (slots.some(({ still }) => still !== undefined)) return [];
    const key = JSON.stringify([cluster, fixes]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const broken = [...this.#theatre.brokenAt(cluster, this.#environment), ...(await this.#next(cluster, fixes))];
    this.#known.set(key, broken);
    return broken;
  }

  /** The next release must be able to end live: at once where nothing is held, and where something is, once it mends it. */
  async #next(cluster: number, fixes: Fixes): Promise<readonly string[]> {
    const { entries, hold } = this.#theatre.head(cluster, this.#environment);
    const bad = entries.filter((entry) => entry.status === "rolled-back" && entry.kind === "deploy");
    const mended: Fixes = [...fixes, ...bad.map(({ id }) => [newest, id] as const)];
    const isMended = hold !== undefined && fixes.some(([, release]) => release === hold.release);
    const blocked = await this.#tried(cluster, hold === undefined || isMended ? fixes : mended);
    return blocked === undefined ? [] : [`a later deploy is blocked (hold: ${hold?.release ?? "none"}): ${blocked}`];
  }

  /** How it ends where it does not end live. */
  async #tried(cluster: number, fixes: Fixes): Promise<string | undefined> {
    const story = { environment: this.#environment, order: newest, attempt: 1, fixes, windowMs: 600_000 };
    const deployed = await this.#theatre.play(cluster, { ...story, does: "deploy" });
    const proven = await this.#theatre.play(deployed.state, { ...story, does: "smoke" });
    const head = this.#theatre.head(proven.state, this.#environment);
    const said = [deployed, proven].map(({ ended }) => ended?.said ?? "nothing");
    if (entryOf(head, `${newest}-1`)?.status === "live" && proven.ended?.verdict === "ok") return undefined;
    return `it ends ${said.join(", then ")}${[...deployed.broken, ...proven.broken].map((one) => `; ${one}`).join("")}`;
  }
}

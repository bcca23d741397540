import { at } from "./cluster/json/path.ts";
import type { KubeObject } from "./cluster/object.ts";
import { parseReference } from "./images/push.ts";
import type { Injection } from "./inject.ts";
import type { Tamper, Tampering } from "./pods/tamper.ts";

const lateMs = 10_000;

const belongsTo = (pod: KubeObject, environment: string | undefined) =>
  environment === undefined ||
  at(pod, "metadata", "labels", "tidegate.github.io/environment") === environment ||
  pod.metadata.namespace === environment ||
  pod.metadata.namespace?.endsWith(`-${environment}`) === true;

const runs = (container: { readonly name: string; readonly image: string }, service: string | undefined) =>
  service === undefined ||
  container.name === service ||
  parseReference(container.image).name.split("/").at(-1) === service;

/** A Job of the same image is not the service: a fault in it would be another one. */
const stays = (pod: KubeObject) => (at(pod, "spec", "restartPolicy") ?? "Always") === "Always";

/**
 * What `--inject` does to pods. Until it is armed everything goes well, and what ran in a namespace by then goes on to run
 * well: a fault is the new release's, so that there is one to go back to.
 */
export class Strikes {
  readonly #injections: readonly Injection[];
  readonly #good = new Set<string>();
  readonly #struck = new Set<Injection>();
  #armed = false;

  constructor(injections: readonly Injection[]) {
    this.#injections = injections;
  }

  get armed(): boolean {
    return this.#armed;
  }

  arm(): void {
    this.#armed = true;
  }

  /** It has come about, as it was asked for. */
  strike(injection: Injection): void {
    this.#struck.add(injection);
  }

  /** what was asked for and met nothing that it could strike */
  get missed(): readonly Injection[] {
    return this.#injections.filter((injection) => !this.#struck.has(injection));
  }

  readonly tamper: Tamper = (pod, container) => {
    const key = `${pod.metadata.namespace} ${container.image}`;
    if (!this.#armed) this.#good.add(key);
    if (this.#good.has(key)) return {};
    return Object.assign({}, ...this.#injections.map((injection) => this.#one(injection, pod, container)));
  };

  #one(injection: Injection, pod: KubeObject, container: { readonly name: string; readonly image: string }): Tampering {
    switch (injection.kind) {
      case "finding":
      case "api":
      case "kill":
        return {};
      default: {
        if (!stays(pod) || !belongsTo(pod, injection.environment) || !runs(container, injection.service)) return {};
        this.strike(injection);
        if (injection.kind === "slow") return { startsLateMs: lateMs };
        if (injection.kind === "unready") return { neverReady: true };
        if (injection.kind === "missing-image") return { missing: true };
        return {
          crash: { code: 1, line: "the rehearsal was asked to let this container crash: it ends with exit code 1" },
        };
      }
    }
  }
}

/** A registry that misbehaves on purpose, for tests and `--inject`. The first fault that matches a request is used up by it. */
export interface Fault {
  readonly method?: string;
  /** a part of the path */
  readonly path?: string | RegExp;
  /** how often it strikes; 1 unless told, Infinity for always */
  readonly times?: number;
  readonly does:
    | {
        readonly kind: "status";
        readonly status: number;
        readonly body?: string;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | { readonly kind: "reset" }
    | { readonly kind: "delay"; readonly milliseconds: number }
    | { readonly kind: "truncate"; readonly bytes: number };
}

export class Faults {
  readonly #planned: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  take(method: string, path: string): Fault["does"] | undefined {
    const matches = ({ fault }: { fault: Fault }) =>
      (fault.method === undefined || fault.method === method) &&
      (fault.path === undefined ||
        (typeof fault.path === "string" ? path.includes(fault.path) : fault.path.test(path)));
    const hit = this.#planned.find((planned) => planned.left > 0 && matches(planned));
    if (!hit) return undefined;
    hit.left -= 1;
    return hit.fault.does;
  }
}

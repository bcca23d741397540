/** How `tidegate check` weighs its rules here. */
export interface Checking {
  /** by a rule's code, as `docs/rules` lists them; `off` leaves it out */
  readonly severities?: Readonly<Record<string, "error" | "warning" | "info" | "off">>;
  /** a workflow in which more jobs wait for one another fails; each costs its start-up time. `tidegate graph` shows the chain */
  readonly longestChain?: number;
}

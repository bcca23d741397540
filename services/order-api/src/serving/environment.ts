import { type Level, levels } from "./log.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings and keeps what is wrong with them, so that one message names every bad variable.
 * An empty variable counts as not set: that is how compose files and manifests leave one out.
 */
export class SettingsReader {
  readonly #environment: Environment;
  readonly #wrong: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  #value(name: string): string | undefined {
    const value = this.#environment[name];
    return value === "" ? undefined : value;
  }

  text(name: string, otherwise: string): string {
    return this.#value(name) ?? otherwise;
  }

  optional(name: string): string | undefined {
    return this.#value(name);
  }

  wholeNumber(name: string, otherwise: number, range: { readonly from: number; readonly to: number }): number {
    const value = this.#value(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= range.from && number <= range.to) return number;
    this.#wrong.push(`${name}: expected a whole number from ${range.from} to ${range.to}, got "${value}"`);
    return otherwise;
  }

  url(name: string, otherwise: string): string {
    const value = this.#value(name) ?? otherwise;
    if (URL.canParse(value) && /^https?:/.test(value)) return value.replace(/\/+$/, "");
    this.#wrong.push(`${name}: expected an address like http://host:port, got "${value}"`);
    return otherwise;
  }

  level(name: string): Level {
    const value = this.#value(name) ?? "info";
    const level = levels.find((known) => known === value);
    if (level) return level;
    this.#wrong.push(`${name}: expected one of ${levels.join(", ")}, got "${value}"`);
    return "info";
  }

  /** Gives the settings back if nothing was wrong. */
  finish<T>(settings: T): T {
    if (this.#wrong.length > 0)
      throw new Error(`The environment is not what this service needs:\n  ${this.#wrong.join("\n  ")}`);
    return settings;
  }
}

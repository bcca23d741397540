import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RehearsalEvent } from "../story/event.ts";
import { Collector } from "./collect.ts";
import { WholeLogs } from "./whole-logs.ts";

/** A consumer of the events that leaves `report.html`, and each step's whole log, in a folder. */
export class ReportFile {
  readonly #folder: string;
  readonly #collector = new Collector();
  readonly #logs: WholeLogs;

  constructor(folder: string) {
    this.#folder = folder;
    this.#logs = new WholeLogs(folder);
  }

  tell(event: RehearsalEvent): void {
    this.#collector.tell(event);
    this.#logs.tell(event);
  }

  /** Writes the page and says where; nothing where the rehearsal never began. Whoever has the old one open sees it whole. */
  async write(): Promise<string | undefined> {
    this.#logs.close();
    const { report } = this.#collector;
    if (!report) return undefined;
    const path = join(this.#folder, "report.html");
    // loaded when there is a page to write: the first words of a rehearsal do not wait for it
    const { page } = await import("./page.ts");
    writeFileSync(`${path}.new`, page(report));
    renameSync(`${path}.new`, path);
    return path;
  }
}

/** For each line of a generated file, the line of TypeScript that made it; not committed, for it moves with every edit. */
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../../emit/generate.ts";

/** What `.tidegate/maps/PATH.json` holds. `lines[0]` is the file's first line: `[index into sources, line]`, or null. */
export interface SourceMap {
  readonly version: 1;
  readonly file: string;
  readonly sources: readonly string[];
  readonly lines: readonly (readonly [source: number, line: number] | null)[];
}

export function sourceMap({ path, places }: GeneratedFile, root: string): string {
  const sources: string[] = [];
  const indexOf = (file: string) => {
    const known = sources.indexOf(file);
    return known >= 0 ? known : sources.push(file) - 1;
  };
  const shown = new Map<string, number>();
  const lines = places.map((place) => {
    if (!place || place.file === "") return null;
    const index =
      shown.get(place.file) ?? indexOf(place.file.startsWith("file:") ? fileURLToPath(place.file) : place.file);
    shown.set(place.file, index);
    return [index, place.line] as const;
  });
  const relativeSources = sources.map((file) => (isAbsolute(file) ? relative(root, file).split(sep).join("/") : file));
  const map: SourceMap = { version: 1, file: path, sources: relativeSources, lines };
  return `${JSON.stringify(map)}\n`;
}

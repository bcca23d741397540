import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Where an annotation goes: the file relative to the workspace. */
export interface At {
  readonly file: string;
  readonly line?: number;
}

export interface Roots {
  readonly workspace: string;
  readonly folder: string;
}

/** A file of the workspace, however it was named; undefined for one outside, or in a dependency. */
export function inWorkspace(named: string, { workspace, folder }: Roots): string | undefined {
  let path = named;
  if (named.startsWith("file://")) {
    try {
      path = fileURLToPath(named);
    } catch {
      return undefined;
    }
  }
  const way = relative(workspace, resolve(folder, path));
  const outside = way === "" || way.startsWith(`..${sep}`) || way === ".." || isAbsolute(way);
  return outside || /(^|\/)(node_modules|site-packages|\.venv)\//.test(way) ? undefined : way;
}

/** `at f (file:///a/b.js:3:7)`, `❯ b.test.ts:3:7`, `tests/test_b.py:5: AssertionError`, `File "b.py", line 5`. */
const frames = [
  /(?:\(|\s|^)((?:file:\/\/)?[^\s()"':]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?\)?$/gm,
  /^([^\s:"]+\.py):(\d+): /gm,
  /File "([^"]+\.py)", line (\d+)/g,
];

interface Frame {
  readonly named: string;
  readonly line: number;
}

const framesIn = (detail: string): readonly Frame[] =>
  frames.flatMap((pattern) =>
    [...detail.matchAll(pattern)].map(([, named = "", line]) => ({ named, line: Number(line) })),
  );

export interface Failed {
  readonly file: string | undefined;
  readonly line?: number | undefined;
  readonly detail: string;
}

/** The line where it failed: the frame in the test's own file, or the first in the workspace, or where the test begins. */
export function placeOf({ file, line, detail }: Failed, roots: Roots): At | undefined {
  const own = file === undefined ? undefined : inWorkspace(file, roots);
  // what a test prints may be long, and no frame stands further down
  const known = framesIn(detail.slice(0, 20_000)).flatMap((frame) => {
    const at = inWorkspace(frame.named, roots);
    return at === undefined ? [] : [{ file: at, line: frame.line }];
  });
  const frame = known.find((one) => one.file === own) ?? (own === undefined ? known[0] : undefined);
  if (frame) return frame;
  return own === undefined ? undefined : { file: own, ...(line === undefined ? {} : { line }) };
}

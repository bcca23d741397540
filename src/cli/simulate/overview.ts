import { grantWords } from "../../simulate/report/words.ts";
import { wrap } from "../../simulate/report/wrap.ts";
import type { Row } from "../../simulate/table/row.ts";
import type { Simulated } from "./command.ts";

/** What the jobs of a run may do, taken together. */
function together(rows: readonly Row[]): string {
  const all = rows.filter(({ runs, job }) => runs && job.kind === "job").map(({ token }) => token);
  const scopes = new Set(all.flatMap((token) => Object.keys(token)));
  return grantWords(
    Object.fromEntries(
      [...scopes].map((scope) => [scope, all.some((token) => token[scope] === "write") ? "write" : "read"] as const),
    ),
  );
}

const names = (values: readonly string[]) => [...new Set(values)].sort().join(", ");

function line(file: string, rows: readonly Row[], inARow: number): string {
  const began = rows.filter(({ runs, job }) => runs && job.kind === "job");
  if (began.length === 0) return wrap(`  ${file.padEnd(26)} `, "starts, and every job of it is skipped", 29);
  const environments = names(began.flatMap((row) => row.environments));
  const secrets = names(began.flatMap((row) => row.secrets.filter(({ empty }) => !empty).map(({ name }) => name)));
  const words = [
    `${began.length} ${began.length === 1 ? "job" : "jobs"}, ${inARow} in a row`,
    `token: ${together(rows)}`,
    ...(environments === "" ? [] : [`environments: ${environments}`]),
    secrets === "" ? "no secret" : `secrets: ${secrets}`,
  ];
  return wrap(`  ${file.padEnd(26)} `, words.join(" · "), 29);
}

/** For each event the workflows that it starts, each in a line or two. */
export function overview(all: readonly Simulated[]): string {
  const titles = [...new Set(all.flatMap(({ runs }) => runs.map(({ occasion }) => occasion.title)))];
  const blocks = titles.map((title) =>
    [
      title,
      ...all.flatMap(({ file, runs }) =>
        runs
          .filter(({ occasion }) => occasion.title === title)
          .map(({ rows, chain }) => line(file.replace(/^\.github\/workflows\//, ""), rows, chain.jobs.length)),
      ),
    ].join("\n"),
  );
  const refused = all
    .filter((one) => one.refused.length > 0)
    .map(({ file, refused: why }) =>
      [`${file}: GitHub refuses it, so no job of it ever starts`, ...why.map((each) => `  ${each}`)].join("\n"),
    );
  return [...refused, ...blocks, "tidegate simulate FILE shows the jobs one by one."].join("\n\n");
}

import { equal } from "../json/equal.ts";
import { type Json, parseJson } from "../json/json.ts";
import type { Check } from "./check.ts";
import { parsePath, valueAt } from "./json-path.ts";

/** What came back. */
export interface Observed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
  /** Days until the certificate ends; absent without TLS. */
  readonly certificateDays?: number;
}

/** Everything about the answer that is not as expected, each as "expected …, came …". Empty: it passed. */
export function judgeAnswer({ expect }: Check, seen: Observed): readonly string[] {
  const statuses = typeof expect.status === "number" ? [expect.status] : expect.status;
  const problems: string[] = [];
  if (!statuses.includes(seen.status)) problems.push(`status: expected ${statuses.join(" or ")}, came ${seen.status}`);
  if (expect.body !== undefined && !new RegExp(expect.body).test(seen.body))
    problems.push(`body: expected to match /${expect.body}/`);
  for (const [name, pattern] of Object.entries(expect.headers)) {
    const value = seen.headers[name.toLowerCase()];
    if (value === undefined || !new RegExp(pattern).test(value))
      problems.push(`header ${name}: expected to match /${pattern}/, came ${value ?? "none"}`);
  }
  const wanted = Object.entries(expect.json);
  const body = wanted.length > 0 ? tryJson(seen.body) : undefined;
  if (wanted.length > 0 && body === undefined) problems.push("body: expected JSON");
  for (const [path, value] of body === undefined ? [] : wanted) {
    if (parsePath(path) === undefined) problems.push(`json ${path}: expected a path such as $.items[0].name`);
    else if (!equal(valueAt(body, path), parseJson(value)))
      problems.push(`json ${path}: expected ${value}, came ${JSON.stringify(valueAt(body, path)) ?? "nothing"}`);
  }
  if (expect.latency !== undefined && seen.ms > expect.latency)
    problems.push(`latency: expected at most ${expect.latency} ms, came ${Math.round(seen.ms)} ms`);
  const days = expect["certificate-days"];
  if (days !== undefined && (seen.certificateDays ?? -1) < days)
    problems.push(`certificate: expected ${days} days or more, came ${seen.certificateDays ?? "no certificate"}`);
  return problems;
}

export function captured({ capture }: Check, seen: Observed): Readonly<Record<string, string>> {
  const body = tryJson(seen.body);
  const entries = Object.entries(capture).flatMap(([name, path]) => {
    const value = valueAt(body, path);
    return value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)] as const];
  });
  return Object.fromEntries(entries);
}

/** `/orders/{{orderId}}` with what was captured; an unknown name stays as written, and so is seen. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

function tryJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

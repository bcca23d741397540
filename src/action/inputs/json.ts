import { type Scan, scanFrom } from "../../spec/scan.ts";
import type { JsonValue } from "../../spec/values.ts";
import { expected, type Parsed, read } from "./parsed.ts";

/** JSON.parse says `any`; what it gives is exactly this. */
export function parseJson(text: string): Parsed<JsonValue> {
  try {
    const value: JsonValue = JSON.parse(text);
    return read(value);
  } catch (thrown) {
    return expected("JSON", thrown instanceof Error ? thrown.message : String(thrown));
  }
}

export function parseScan(text: string): Parsed<Scan> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const scan = scanFrom(json.value);
  return "wrong" in scan
    ? expected("a scan, as trivy-scan gives it in its output `scan`", `it ${scan.wrong}`)
    : read(scan);
}

export function parseScans(text: string): Parsed<readonly Scan[]> {
  const whole = text.trim().startsWith("[") ? parseJson(text) : undefined;
  if (whole && !whole.ok) return whole;
  const texts = Array.isArray(whole?.value)
    ? whole.value.map((item) => JSON.stringify(item))
    : text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const scans: Scan[] = [];
  for (const [index, one] of texts.entries()) {
    const scan = parseScan(one);
    if (!scan.ok) return expected(`${scan.expected}, one per line`, `number ${index + 1}: ${scan.note ?? "is none"}`);
    scans.push(scan.value);
  }
  return read(scans);
}

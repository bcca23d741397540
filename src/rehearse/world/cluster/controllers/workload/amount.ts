import type { Json } from "../../json/value.ts";

/** `2`, or `"25%"` of a total; Kubernetes rounds surge up and unavailable down. */
export function amount(
  value: Json | undefined,
  total: number,
  round: "up" | "down",
  otherwise: number | string,
): number {
  const given = typeof value === "number" || typeof value === "string" ? value : otherwise;
  if (typeof given === "number") return given;
  const percent = /^(\d+)%$/.exec(given)?.[1];
  if (percent === undefined) return 0;
  const exact = (Number(percent) * total) / 100;
  return round === "up" ? Math.ceil(exact) : Math.floor(exact);
}

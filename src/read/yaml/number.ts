/**
 * A number the way .NET's `G15` writes it, which is what GitHub's server and runner use everywhere:
 * `1345678912345678912` → `1.34567891234568E+18`.
 */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return "0";
  const [digits = "", power = "0"] = value.toExponential(14).split("e");
  const exponent = Number(power);
  const mantissa = digits.replace(/\.?0+$/, "");
  if (exponent >= -5 && exponent < 15) return String(Number(value.toPrecision(15)));
  const sign = exponent < 0 ? "-" : "+";
  return `${mantissa}E${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

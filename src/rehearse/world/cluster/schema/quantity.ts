/** Resource quantities in the form the API server gives them back: `0.5` → `500m`, `1000m` → `1`, `1.5Gi` → `1536Mi`. */
const form = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

export const isQuantity = (text: string): boolean => form.test(text);

interface Parsed {
  readonly negative: boolean;
  /** The value in thousand-millionths, exactly. */
  readonly nano: bigint;
  readonly style: "decimal" | "binary" | "exponent";
}

function parse(text: string): Parsed | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, sign = "", number = "", exponent, suffix = ""] = found;
  const [whole = "", fraction = ""] = number.split(".");
  const power = exponent !== undefined ? Number(exponent.slice(1)) : (decimal[suffix] ?? 0);
  const scaled = scale(BigInt(`${whole}${fraction}` || "0"), 9 + power - fraction.length);
  const bits = binary[suffix];
  return {
    negative: sign === "-",
    nano: bits === undefined ? scaled : scaled << BigInt(bits),
    style: bits !== undefined ? "binary" : exponent !== undefined ? "exponent" : "decimal",
  };
}

/** Rounded up, as quantities are. */
function scale(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

const unit = 1_000_000_000n;

export function canonicalQuantity(text: string): string {
  const parsed = parse(text);
  if (parsed === undefined) return text;
  const { negative, nano, style } = parsed;
  const sign = negative && nano > 0n ? "-" : "";
  if (nano === 0n) return "0";
  // Binary suffixes only for whole numbers of at least 1024; anything smaller is plain.
  if (style === "binary" && nano % unit === 0n) return `${sign}${inBinary(nano / unit)}`;
  return `${sign}${inDecimal(nano, style === "exponent")}`;
}

function inBinary(value: bigint): string {
  const suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
  let rest = value;
  let step = 0;
  while (step < suffixes.length - 1 && rest % 1024n === 0n && rest > 0n) {
    rest /= 1024n;
    step += 1;
  }
  return `${rest}${suffixes[step]}`;
}

function inDecimal(nano: bigint, asExponent: boolean): string {
  const suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
  let rest = nano;
  let step = 0;
  while (step < suffixes.length - 1 && rest % 1000n === 0n) {
    rest /= 1000n;
    step += 1;
  }
  const power = (step - 3) * 3;
  return asExponent ? `${rest}${power === 0 ? "" : `e${power}`}` : `${rest}${suffixes[step]}`;
}

/** As a number, for comparing and adding up; undefined when it is none. */
export function quantityValue(text: string): number | undefined {
  const parsed = parse(text);
  if (parsed === undefined) return undefined;
  const value = Number(parsed.nano) / Number(unit);
  return parsed.negative ? -value : value;
}

/** `1,234.5` and `1,234` group by thousands, as Maven writes them; `0,25` and `1.234,5` come from where a comma parts. */
function withPoint(text: string): string {
  if (/^-?\d+,(?!\d{3}$)\d+$|^-?(?:0|\d{4,}),\d+$|^-?\d{1,3}(\.\d{3})+,\d+$/.test(text))
    return text.replaceAll(".", "").replace(",", ".");
  return text.replaceAll(",", "");
}

/** A number as tools write it; undefined for what is none. */
export function numberIn(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  const value = trimmed === "" ? Number.NaN : Number(withPoint(trimmed));
  return Number.isFinite(value) ? value : undefined;
}

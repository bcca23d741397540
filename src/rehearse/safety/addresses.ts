/** `host:port` of each text that is an address of HTTP. */
export function hostsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    if (!URL.canParse(text)) return [];
    const { hostname, port, protocol } = new URL(text);
    const usual = protocol === "https:" ? "443" : protocol === "http:" ? "80" : undefined;
    return usual === undefined ? [] : [`${hostname}:${port || usual}`];
  });
}

/** The password in an address, as it stands there and as it is meant. */
export const passwordOf = (text: string): string[] => {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  return password === "" ? [] : [password, decodeURIComponent(password)];
};

const systems = [
  { label: /^windows\b/i, platform: "win32", name: "Windows" },
  { label: /^macos\b/i, platform: "darwin", name: "macOS" },
] as const;

/** A job runs on this machine whatever it asks for; where that is another system, it is said. */
export function otherSystem(labels: readonly string[], platform: string): string | undefined {
  for (const { label, platform: wanted, name } of systems) {
    const asked = labels.find((text) => label.test(text));
    if (asked !== undefined && wanted !== platform)
      return `runs-on: ${asked} is not what it runs on here: this machine is no ${name}, and its shells are its own`;
  }
  return undefined;
}

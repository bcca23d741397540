export interface CommandProperties {
  readonly [name: string]: string | number | undefined;
}

const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** `::warning file=a.ts,line=3::text`, escaped as the runner reads it (docs: "Workflow commands"). */
export function workflowCommand(name: string, text: string, properties: CommandProperties = {}): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined || value === "" ? [] : [`${key}=${property(String(value))}`],
  );
  return `::${name}${given.length > 0 ? ` ${given.join(",")}` : ""}::${data(text)}`;
}

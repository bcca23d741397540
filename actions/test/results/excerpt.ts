const most = 15;

/** Where a process says itself why it ends. */
const lastWords = /^.*(?:Fatal Python error:|FATAL ERROR:|Segmentation fault|panic:|npm error).*$/m;

const shortened = (line: string) => (line.length > 300 ? `${line.slice(0, 299)}…` : line);

/** The few lines of a run's output that tell why it broke: from its own last words on, or the end. */
export function excerpt(output: string): string {
  const text = output.trimEnd();
  const from = lastWords.exec(text)?.index;
  const lines = (from === undefined ? text : text.slice(from)).split(/\r?\n/).filter((line) => line.trim() !== "");
  return (from === undefined ? lines.slice(-most) : lines.slice(0, most)).map(shortened).join("\n");
}

/** The first lines of a failure. */
export function head(detail: string, count: number): string {
  const lines = detail.trim().split(/\r?\n/);
  return [...lines.slice(0, count).map(shortened), ...(lines.length > count ? ["…"] : [])].join("\n");
}

/** The older form alone, for the data of a command of ours: it counts anywhere in a line. */
const defuseLegacy = (text: string): string => text.replace(/##\[/g, "## [");

/**
 * Text of others must not command the runner. `::name::` counts at the start of a line (after blanks), the older
 * `##[name]` anywhere in one, and a carriage return starts a new line for the runner (runner, ActionCommand.cs).
 */
export const defuse = (text: string): string =>
  defuseLegacy(text.replace(/\r\n?/g, "\n")).replace(/^(\s*):(?=:)/gm, "$1: ");

const esc = "\u001b";
/** setting titles, links: ESC ] … BEL, or ESC \\ */
const operatingSystemCommand = new RegExp(`${esc}\\][^\u0007${esc}]*(?:\u0007|${esc}\\\\)?`, "g");
const cursorMove = new RegExp(`${esc}\\[[0-9;?]*[A-HJKSTfhlnsu]`, "g");
const colour = new RegExp(`${esc}\\[[0-9;]*m`, "g");
const keptControls = new Set(["\t", "\n", "\r", esc]);

/** Colours stay; what moves the cursor, sets titles or rings does not. */
export const stripControls = (text: string): string =>
  text
    .replace(operatingSystemCommand, "")
    .replace(cursorMove, "")
    .replace(/\p{Cc}/gu, (sign) => (keptControls.has(sign) ? sign : ""));

/** Without colours too, for files and summaries. */
export const plain = (text: string): string => stripControls(text).replace(colour, "").replaceAll(esc, "");

/** Foreign text in the data of a command of ours: the command is ours, the text still commands nothing. */
export const asData = (text: string): string => defuseLegacy(stripControls(text));

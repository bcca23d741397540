import { type Log, type Masker, plain } from "../../action/index.ts";

/**
 * The kit's log for people at a terminal: no workflow commands, which nobody here obeys. To the runner a secret is named so
 * that it hides it; here that would show it.
 */
export function terminalLog(write: (line: string) => void, masker: Masker): Log {
  const line = (text: string, before = "") => {
    for (const one of plain(masker.hide(text)).split(/\r\n|\n|\r/)) write(`${before}${one}`);
  };
  const foreign = (text: string) => line(text.replace(/\n$/, ""), "   | ");
  return {
    info: (text) => line(text),
    debug: () => {},
    notice: (text) => line(text),
    warning: (text) => line(text, "warning: "),
    error: (text) => line(text, "error: "),
    group: async (title, work) => {
      line(title);
      return work();
    },
    foreign,
    foreignStream: () => {
      let rest = "";
      return {
        write: (text) => {
          const lines = (rest + text).split("\n");
          rest = lines.pop() ?? "";
          lines.forEach(foreign);
        },
        end: () => {
          if (rest !== "") foreign(rest);
          rest = "";
        },
      };
    },
    mask: masker.add,
  };
}

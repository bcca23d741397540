/** Gives a command a terminal of so many columns; what it prints is printed. */
export const terminalOf = (columns: number): readonly string[] => [
  "python3",
  "-c",
  `import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`,
  String(columns),
];

const isEscape = (piece: string) => piece.startsWith("\u001b");

/** The rows that a terminal shows of a text at last: what is painted over is not among them. */
export function rowsOf(text: string, columns: number): readonly string[] {
  const rows: string[][] = [[]];
  let [row, column, wraps] = [0, 0, true];
  const control: Readonly<Record<string, (count: number, given: string) => void>> = {
    A: (count) => {
      row = Math.max(0, row - count);
    },
    J: () => {
      rows.length = row + 1;
      rows[row]?.splice(column);
    },
    K: (_, given) => void rows[row]?.splice(given === "2" ? 0 : column),
    h: (_, given) => {
      if (given === "?7") wraps = true;
    },
    l: (_, given) => {
      if (given === "?7") wraps = false;
    },
  };
  const down = () => {
    row += 1;
    rows[row] ??= [];
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own language
  for (const piece of text.match(/\u001b\[[?\d;]*[A-Za-z]|./gsu) ?? []) {
    if (isEscape(piece)) control[piece.slice(-1)]?.(Number.parseInt(piece.slice(2), 10) || 1, piece.slice(2, -1));
    else if (piece === "\r") column = 0;
    else if (piece === "\n") down();
    else {
      if (column === columns && wraps) {
        down();
        column = 0;
      }
      const at = Math.min(column, columns - 1);
      const line = rows[row] ?? [];
      for (let blank = line.length; blank < at; blank++) line[blank] = " ";
      line[at] = piece;
      column = at + 1;
    }
  }
  return rows.map((line) => line.join("").trimEnd());
}

/** What whoever waits sees: a line when something begins, one when it has ended, with the time it took. */
export interface Progress {
  say(line: string): void;
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
}

export function progressTo(write: (line: string) => void): Progress {
  const began = Date.now();
  const clock = () => `${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  `;
  const say = (line: string) => write(`${clock()}${line}\n`);
  return {
    say,
    during: async (what, work) => {
      const start = Date.now();
      say(`${what} …`);
      const minute = setInterval(() => say(`${what}: ${Math.round((Date.now() - start) / 1000)} s so far`), 30_000);
      try {
        const result = await work();
        say(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
        return result;
      } finally {
        clearInterval(minute);
      }
    },
  };
}

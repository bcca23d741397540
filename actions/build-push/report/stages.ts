/** How long one stage of a build took. */
export interface StageTime {
  readonly stage: string;
  /** steps that were run, and those that a cache had */
  readonly steps: number;
  readonly cached: number;
  readonly seconds: number;
}

interface Step {
  stage: string;
  seconds: number;
  cached: boolean;
}

/** `[linux/amd64 base 2/4] RUN …` → `linux/amd64 base`; `exporting to image` → `export`; what buildx does for itself → undefined. */
function stageOf(title: string): string | undefined {
  const inside = /^\[(.+?)\]/.exec(title)?.[1];
  if (inside !== undefined)
    return inside.startsWith("internal") ? undefined : inside.replace(/\s*\d+\/\d+$/, "").trim() || "stage";
  if (/^(exporting|pushing)/.test(title)) return "export";
  return /^importing cache/.test(title) ? "cache" : undefined;
}

/** The times in what `--progress=plain` printed: `#7 [base 2/4] RUN npm ci`, later `#7 DONE 12.3s` or `#7 CACHED`. */
export function stageTimes(log: string): readonly StageTime[] {
  const steps = new Map<string, Step>();
  for (const line of log.split(/\r?\n/)) {
    const [, number = "", rest = ""] = /^#(\d+) (.*)$/.exec(line) ?? [];
    const known = steps.get(number);
    if (known === undefined) {
      const stage = stageOf(rest);
      if (number !== "" && stage !== undefined) steps.set(number, { stage, seconds: 0, cached: false });
    } else if (rest === "CACHED") known.cached = true;
    else known.seconds = Number(/^(?:DONE|ERROR) (\d+(?:\.\d+)?)s/.exec(rest)?.[1] ?? known.seconds);
  }
  const stages = [...new Set([...steps.values()].map(({ stage }) => stage))];
  return stages.map((stage) => {
    const of = [...steps.values()].filter((step) => step.stage === stage);
    return {
      stage,
      steps: of.length,
      cached: of.filter(({ cached }) => cached).length,
      seconds: Math.round(of.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10,
    };
  });
}

import { DockerfileProblem, type Instruction } from "./dockerfile/instruction.ts";
import { blankParted, execForm, pairsOf, wordOf, wordsOf } from "./dockerfile/words.ts";
import { healthcheckOf } from "./healthcheck.ts";
import type { ImageConfig } from "./image.ts";
import { portsOf } from "./ports.ts";
import type { Stage } from "./stage.ts";

/** What an instruction that makes no files changes in the config; undefined where it says nothing of how a container starts. */
export function settingOf(instruction: Instruction, stage: Stage): Partial<ImageConfig> | undefined {
  const { text, keyword, line, escaper } = instruction;
  const { variables, config } = stage;
  if (text === "" && keyword !== "MAINTAINER") throw new DockerfileProblem(line, `${keyword} needs an argument`);
  // commands keep their text: what looks like a variable there is the shell's, or another language's
  const command = () => execForm(text) ?? [...stage.shell, text];
  const one = () => wordOf(text, variables, escaper);
  switch (keyword) {
    case "ENV":
      for (const [key, value] of pairsOf(text, variables, escaper)) stage.setEnv(key, value);
      return { Env: stage.environment };
    case "LABEL":
      return { Labels: { ...config.Labels, ...Object.fromEntries(pairsOf(text, variables, escaper)) } };
    case "USER":
      return { User: one() };
    case "CMD":
      stage.hasOwnCommand = true;
      return { Cmd: command() };
    case "ENTRYPOINT":
      // an inherited CMD does not survive a new entry point, the stage's own does
      return { Entrypoint: command(), ...(stage.hasOwnCommand ? {} : { Cmd: [] }) };
    case "EXPOSE": {
      const ports = blankParted(text).flatMap((word) => wordsOf(word, variables, escaper).flatMap(blankParted));
      const named = ports.flatMap((port) => portsOf(port, line)).map((port) => [port, {}]);
      return { ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(named) } };
    }
    case "VOLUME": {
      const paths = (execForm(text) ?? blankParted(text)).map((path) => [wordOf(path, variables, escaper), {}]);
      return { Volumes: { ...config.Volumes, ...Object.fromEntries(paths) } };
    }
    case "STOPSIGNAL":
      return { StopSignal: one() };
    case "HEALTHCHECK":
      return { Healthcheck: healthcheckOf(instruction) };
    case "ONBUILD":
      return { OnBuild: [...(config.OnBuild ?? []), text] };
    case "SHELL": {
      const shell = execForm(text);
      if (shell === undefined || shell.length === 0)
        throw new DockerfileProblem(line, `SHELL takes a list like ["/bin/bash", "-c"], not ${text}`);
      return { Shell: shell };
    }
    default:
      return undefined;
  }
}

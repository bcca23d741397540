/** Every command with one line about it, in the order in which a project comes to need them. What a command needs is loaded when it is called, so that none slows another. */
import type { Command } from "./io.ts";

interface Row {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const commands: Readonly<Record<string, Row>> = {
  init: {
    summary: "start a project here",
    load: async () => (await import("./init/command.ts")).initCommand,
  },
  add: {
    summary: "pin a public action and write its typed binding",
    load: async () => (await import("./pins/add.ts")).addCommand,
  },
  generate: {
    summary: "write .github/workflows from workflows-src; --check only says what would change",
    load: async () => (await import("./generate/command.ts")).generateCommand,
  },
  check: {
    summary: "say what is wrong or unwise in workflows, hand-written ones too",
    load: async () => (await import("./check/command.ts")).checkCommand,
  },
  graph: {
    summary: "draw the jobs and what flows between them: Mermaid, or a page",
    load: async () => (await import("./graph/command.ts")).graphCommand,
  },
  simulate: {
    summary: "say which jobs run for which event, with what rights, and what a failure changes",
    load: async () => (await import("./simulate/command.ts")).simulateCommand,
  },
  update: {
    summary: "move pins to newer releases, and say what that changes",
    load: async () => (await import("./pins/update.ts")).updateCommand,
  },
  rehearse: {
    summary: "carry a workflow through on this machine, approvals included",
    load: async () => (await import("./rehearse/command.ts")).rehearseCommand,
  },
  doctor: {
    summary: "compare GitHub's settings with what the workflows need; --manifest for the cluster's",
    load: async () => (await import("./doctor/command.ts")).doctorCommand,
  },
  release: {
    summary: "what is live, and deploy or go back, from a laptop and without GitHub",
    load: async () => (await import("./release/command.ts")).releaseCommand,
  },
  action: {
    summary: "write action.yml and the README's contract of your own actions",
    load: async () => (await import("./action/command.ts")).actionCommand,
  },
};

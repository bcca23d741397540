import type { ActionSpec } from "../../../../src/action/index.ts";

export const spec = {
  name: "greet",
  title: "Greet",
  description: "Asks a server how to greet someone, and says it.",
  inputs: {
    who: { type: "string", description: "Whom to greet.", required: true, example: "Ada" },
    server: { type: "url", description: "Who knows the greeting.", default: "https://greetings.example" },
    times: { type: "integer", description: "How often.", default: 1, min: 1, max: 10 },
    tone: { type: "choice", description: "How.", options: ["warm", "cool"], default: "warm" },
    token: { type: "secret", description: "For the server." },
    shell: { type: "list", description: "A program that says it instead, and its arguments." },
  },
  outputs: {
    greeting: { type: "string", description: "What was said." },
    verdict: { type: "choice", options: ["ok", "findings", "tool-error"], description: "How it ended." },
  },
  permissions: [],
  errors: { "no-greeting": { meaning: "The server knows no greeting.", hint: "Ask for someone it knows." } },
  runs: { using: "node24", post: true },
} as const satisfies ActionSpec;

import type { Story } from "../../src/action/index.ts";
import type { spec } from "./spec.ts";

export const story: Story<typeof spec> = async () => {
  throw new Error("semver-tag is declared so far, and does nothing yet");
};

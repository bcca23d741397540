import { runAction } from "../../src/action/index.ts";
import { spec } from "./spec.ts";
import { story } from "./story.ts";

await runAction(spec, story);

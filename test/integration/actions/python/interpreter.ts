import { execFileSync } from "node:child_process";

/** The real interpreter: a version manager's shim would look for the user's settings. */
export const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

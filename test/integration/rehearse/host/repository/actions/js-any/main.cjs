const fs = require("node:fs");
const who = process.env.INPUT_WHO;
if (process.argv.length !== 2) process.exit(3);
if (who !== undefined && who !== "default") {
  if (process.env["INPUT_TWO_WORDS"] !== "x") throw new Error("two words");
  if (process.env["INPUT_UPPER-CASE"] !== "u") throw new Error("case");
}
fs.appendFileSync(process.env.GITHUB_OUTPUT, `greeting=Hello ${who}\n`);
fs.appendFileSync(process.env.GITHUB_ENV, "FROM_JS=yes\n");

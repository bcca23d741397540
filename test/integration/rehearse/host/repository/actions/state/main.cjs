const fs = require("node:fs");
if (process.env.STATE_mine) process.exit(4);
fs.appendFileSync(process.env.GITHUB_STATE, "mine=kept\n");
console.log("::save-state name=old::way");

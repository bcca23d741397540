require("node:fs").appendFileSync(process.env.GITHUB_STATE, "pre=pre\n");

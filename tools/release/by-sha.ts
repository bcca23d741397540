/**
 * `node tools/release/by-sha.ts VERSION [COMMIT] [OWNER/REPO]`: the commit for servers that do not know `$/`, under the tag
 * VERSION-by-sha, made in this repository and pushed nowhere. A mirror under another name gives that name.
 */
import { appendFileSync } from "node:fs";
import config from "../../tidegate.config.ts";
import { commitBySha } from "./commit.ts";

const [, , version = "", commit = "HEAD", repository = config.repository] = process.argv;
if (!/^v\d+\.\d+\.\d+$/.test(version))
  throw new Error(
    `expected a version like v1.2.3, got "${version}": node tools/release/by-sha.ts VERSION [COMMIT] [OWNER/REPO]`,
  );
if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error(`expected OWNER/REPO, got "${repository}"`);
const made = commitBySha(process.cwd(), { repository, commit, version });
console.log(`${made.tag} is ${made.commit}: ${made.workflows.join(", ")}`);
const outputs = process.env["GITHUB_OUTPUT"];
if (outputs !== undefined) appendFileSync(outputs, `tag=${made.tag}\ncommit=${made.commit}\n`);

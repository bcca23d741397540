/** GitHub's own validator over the files it is given: what its editor extension says of them, without any fetching. */
import { readFileSync } from "node:fs";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

let found = 0;
for (const file of process.argv.slice(2)) {
  const document = TextDocument.create(`file://${file}`, "yaml", 1, readFileSync(file, "utf8"));
  found += (await validate(document)).length;
}
console.log(`${found} diagnostics`);

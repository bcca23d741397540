// GitHub's own validator, as its editor runs it, over files given on stdin as { name: text }: { name: { errors, keys: [] } }.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { validate } = await import("@actions/languageservice");
const { TextDocument } = await import("vscode-languageserver-textdocument");

const answer = {};
for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const found = await validate(TextDocument.create(`file:///.github/workflows/${name}`, "yaml", 0, text));
  answer[name] = { errors: found.filter(({ severity }) => severity === 1).map(({ message }) => message), keys: [] };
}
console.log(JSON.stringify(answer));

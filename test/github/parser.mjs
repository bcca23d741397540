// GitHub's own workflow parser over files given on stdin as { name: text }. It imports JSON without saying so, which Node
// refuses: the hook says it. Answers { name: { errors, keys } }, keys as DEFINITION.KEY for every mapping it read.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { parseWorkflow, NoOperationTraceWriter } = await import("@actions/workflow-parser");
const { TemplateContext, TemplateValidationErrors } = await import(
  "@actions/workflow-parser/templates/template-context"
);
const { getWorkflowSchema } = await import("@actions/workflow-parser/workflows/workflow-schema");
const { FeatureFlags } = await import("@actions/expressions/features");

const files = JSON.parse(readFileSync(0, "utf8"));
const answer = {};
for (const [name, content] of Object.entries(files)) {
  const context = new TemplateContext(
    new TemplateValidationErrors(),
    getWorkflowSchema(),
    new NoOperationTraceWriter(),
  );
  // GitHub has background steps; its published parser still keeps them behind a flag
  context.state = { featureFlags: new FeatureFlags({ all: true }) };
  const result = parseWorkflow({ name, content }, context);
  const keys = new Set();
  for (const [, token] of result.value ? walk(result.value) : []) {
    const definition = token.definition?.key;
    if (!definition || token.templateTokenType !== 2) continue;
    for (let i = 0; i < token.count; i++) keys.add(`${definition}.${token.get(i).key.toString()}`);
  }
  answer[name] = { errors: context.errors.getErrors().map((e) => e.message), keys: [...keys] };
}
console.log(JSON.stringify(answer));

function* walk(token) {
  yield [undefined, token];
  if (token.templateTokenType === 1) for (let i = 0; i < token.count; i++) yield* walk(token.get(i));
  if (token.templateTokenType === 2) for (let i = 0; i < token.count; i++) yield* walk(token.get(i).value);
}

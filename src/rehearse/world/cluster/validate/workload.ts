/** What the kinds that make pods from a template have in common. */
import { at } from "../json/path.ts";
import { isObject, type Json, type JsonObject, objectOr, objectsOf, stringsOf } from "../json/value.ts";
import { labelSelectorTest } from "../select/labels.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, required, unsupported } from "./cause.ts";
import { labelCauses } from "./metadata.ts";
import { podSpecCauses } from "./pod-spec.ts";

export function selectorCauses(spec: JsonObject, what: string): readonly Cause[] {
  const { selector } = spec;
  const labels = at(spec, "template", "metadata", "labels");
  const empty = isObject(selector) && nothingIn(selector);
  const matching = selector !== undefined && (empty || labelSelectorTest(selector)(stringsOf(labels)));
  return [
    ...(selector === undefined ? [required("spec.selector")] : []),
    ...(empty ? [bad("spec.selector", {}, `empty selector is invalid for ${what}`)] : []),
    ...(matching
      ? []
      : [bad("spec.template.metadata.labels", labels ?? null, "`selector` does not match template `labels`")]),
  ];
}

const nothingIn = (selector: JsonObject) =>
  Object.keys(stringsOf(selector["matchLabels"])).length === 0 && objectsOf(selector["matchExpressions"]).length === 0;

/** `claims`: the names a StatefulSet's claim templates give to volumes. */
export function templateCauses(
  spec: JsonObject,
  policies: readonly string[],
  claims: readonly string[] = [],
): readonly Cause[] {
  const inner = objectOr(at(spec, "template", "spec"));
  const known = { ...inner, volumeClaimTemplates: claims.map((name) => ({ name })) };
  const policy = inner["restartPolicy"];
  return [
    ...labelCauses("spec.template.labels", stringsOf(at(spec, "template", "metadata", "labels"))),
    ...podSpecCauses("spec.template.spec", known),
    ...(policyMisfit(policy, policies) ? [unsupported("spec.template.spec.restartPolicy", policy, policies)] : []),
  ];
}

const policyMisfit = (policy: Json | undefined, policies: readonly string[]) =>
  typeof policy === "string" && ["Always", "OnFailure", "Never"].includes(policy) && !policies.includes(policy);

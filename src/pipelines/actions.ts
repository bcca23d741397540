import { spec as audit } from "../../actions/audit/spec.ts";
import { spec as buildPush } from "../../actions/build-push/spec.ts";
import { spec as kustomizeDeploy } from "../../actions/kustomize-deploy/spec.ts";
import { spec as rollback } from "../../actions/rollback/spec.ts";
import { spec as semverTag } from "../../actions/semver-tag/spec.ts";
import { spec as smokeTest } from "../../actions/smoke-test/spec.ts";
import { spec as test } from "../../actions/test/spec.ts";
import { spec as trivyScan } from "../../actions/trivy-scan/spec.ts";
import { action } from "../bindings/index.ts";
import type { Pin } from "../workflow/runnable.ts";

/** Where the eight actions are: a folder of the workflow's own repository, or tidegate's, at a commit. */
export type ActionsPlace = `$/${string}` | Pin;

/** The typed steps of tidegate's own actions. */
export function actionsAt(place: ActionsPlace) {
  const own = typeof place === "string";
  const at = (name: string) => (own ? `${place}/${name}` : `tidegate/tidegate/actions/${name}`);
  const pin = own ? undefined : place;
  return {
    audit: action(audit, at("audit"), pin),
    buildPush: action(buildPush, at("build-push"), pin),
    kustomizeDeploy: action(kustomizeDeploy, at("kustomize-deploy"), pin),
    rollback: action(rollback, at("rollback"), pin),
    semverTag: action(semverTag, at("semver-tag"), pin),
    smokeTest: action(smokeTest, at("smoke-test"), pin),
    test: action(test, at("test"), pin),
    trivyScan: action(trivyScan, at("trivy-scan"), pin),
  };
}

/** The eight actions as typed steps, each at one place: this repository's, or a pinned release's. */
export type Actions = ReturnType<typeof actionsAt>;

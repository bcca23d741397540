import { type Ref, titleOf } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { type ApiFailure, isOutage } from "../kube/status.ts";
import type { Conflict } from "./conflict.ts";
import type { Block } from "./plan.ts";

/** Fields that others hold, and how to get them. */
export function conflictBlock(ref: Ref, refused: readonly Conflict[]): Block {
  const managers = [...new Set(refused.map(({ manager: name }) => name))];
  const fields = refused.map((one) => `${one.field} (${one.manager})`).join(", ");
  return {
    ref,
    code: "conflict",
    message: `${titleOf(ref)}: fields that others hold: ${fields}`,
    hint: `take them out of the manifest, or take them over: take-over: ${managers.join(",")}`,
  };
}

/** Why the server would not take it, in our words, and what to do about it. An outage says nothing about the object. */
export function blockOf(ref: Ref, failure: ApiFailure): Block {
  if (isOutage(failure)) throw unexpected(`trying ${titleOf(ref)}`, failure);
  const message = `${titleOf(ref)}: ${failure.message}`;
  if (/immutable|Forbidden: updates to|may not be changed|cannot be changed/i.test(failure.message)) {
    return {
      ref,
      code: "immutable",
      message,
      hint: "this field cannot change on a living object: give the object a new name, or delete it by hand first",
    };
  }
  if (/admission webhook|violates PodSecurity|denied the request|ValidatingAdmissionPolicy/i.test(failure.message))
    return { ref, code: "denied", message, hint: "a policy of the cluster says no: mend what it names" };
  if (failure.code === 404 && /namespaces? /.test(failure.message))
    return {
      ref,
      code: "namespace",
      message,
      hint: `kubectl create namespace ${ref.namespace ?? ""}, or set create-namespace: true`,
    };
  if (failure.code === 403)
    return {
      ref,
      code: "forbidden",
      message,
      hint: "the account lacks this right: compare its Role with k8s/bootstrap/access.yaml",
    };
  return { ref, code: "invalid", message, hint: "mend the manifest; nothing has been changed" };
}

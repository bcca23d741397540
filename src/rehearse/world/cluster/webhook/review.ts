/**
 * Webhooks are asked before a write is made. What they are shown is found out by a dry run of the write; what a mutating one
 * changes is laid over the object when the write is made in earnest.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
import { randomUUID } from "node:crypto";
import { isObject, type Json, type JsonObject, listOr, numberOr, objectOr, stringOr } from "../json/value.ts";
import { isKubeObject, type KubeObject } from "../object.ts";
import { jsonPatch } from "../patch/json-patch.ts";
import { StatusError } from "../status/status-error.ts";
import type { AdmissionRequest, Store } from "../store/store.ts";
import { callWebhook } from "./call.ts";
import { concerns, type Webhook, webhooks } from "./match.ts";

export interface Write<T> {
  /** The write as a dry run. */
  readonly rehearsed: () => T;
  readonly real: () => T;
  readonly warn: (text: string) => void;
}

export function throughWebhooks<T>(store: Store, write: Write<T>): T | Promise<T> {
  const hooks = webhooks(store);
  if (hooks.length === 0) return write.real();
  return reviewed(store, hooks, write);
}

async function reviewed<T>(store: Store, hooks: readonly Webhook[], write: Write<T>): Promise<T> {
  const changed = new Map<string, KubeObject>();
  for (const request of captured(store, write.rehearsed)) {
    const asked = hooks.filter((hook) => concerns(hook, request, store));
    let object = request.object;
    for (const { hook, mutating } of asked) {
      const response = await callWebhook(hook, reviewOf(store, { ...request, ...(object ? { object } : {}) }));
      if (response === undefined) continue;
      for (const warning of listOr(response["warnings"])) write.warn(String(warning));
      if (response["allowed"] !== true) throw denial(hook, response);
      if (mutating && object !== undefined) object = mutated(object, response);
    }
    if (object !== undefined && object !== request.object) changed.set(keyOf(request), object);
  }
  const withdraw = store.admit((request) => changed.get(keyOf(request)));
  try {
    return write.real();
  } finally {
    withdraw();
  }
}

const keyOf = ({ operation, type, namespace, name }: AdmissionRequest) => [operation, type, namespace, name].join("/");

function captured(store: Store, rehearsed: () => unknown): readonly AdmissionRequest[] {
  const requests: AdmissionRequest[] = [];
  const withdraw = store.admit((request) => {
    requests.push(request);
    return undefined;
  });
  try {
    rehearsed();
  } finally {
    withdraw();
  }
  return requests;
}

function reviewOf(store: Store, request: AdmissionRequest): JsonObject {
  const { group, version, kind, resource } = store.types.named(request.type);
  const { operation, namespace, name, subresource, user, dryRun } = request;
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid: randomUUID(),
      kind: { group, version, kind },
      resource: { group, version, resource },
      requestKind: { group, version, kind },
      requestResource: { group, version, resource },
      ...(subresource === "" ? {} : { subResource: subresource }),
      name,
      ...(namespace === "" ? {} : { namespace }),
      operation,
      userInfo: { username: user.name, groups: [...user.groups] },
      object: request.object ?? null,
      oldObject: request.old ?? null,
      dryRun,
      options: null,
    },
  };
}

function mutated(object: KubeObject, response: JsonObject): KubeObject {
  const patch = stringOr(response["patch"]);
  if (patch === undefined) return object;
  const operations: unknown = JSON.parse(Buffer.from(patch, "base64").toString("utf8"));
  const result: Json = jsonPatch(object, Array.isArray(operations) ? operations.filter(isObject) : []);
  return isKubeObject(result) ? result : object;
}

function denial(hook: JsonObject, response: JsonObject): StatusError {
  const status = objectOr(response["status"]);
  const message = stringOr(status["message"]) || stringOr(status["reason"]);
  const who = `admission webhook ${JSON.stringify(hook["name"])} denied the request`;
  const code = numberOr(status["code"], 403);
  return new StatusError(
    code < 400 ? 403 : code,
    stringOr(status["reason"]) || (code === 403 ? "Forbidden" : ""),
    message === undefined ? `${who} without explanation` : `${who}: ${message}`,
  );
}

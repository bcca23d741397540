/** Questions about rights and identities, answered in the status of what was asked. */
import { type Attempt, allowed, rulesFor } from "../auth/rbac.ts";
import { at } from "../json/path.ts";
import { type Json, type JsonObject, listOr, objectOr, stringOr } from "../json/value.ts";
import type { User } from "../store/store.ts";
import { type Answer, ok, type ResourceCall } from "./call.ts";
import { decodeObject } from "./decode.ts";
import type { Serving } from "./serving.ts";

/** Undefined: the type is stored, not asked. */
export function review(serving: Serving, call: ResourceCall): Answer | undefined {
  const { type } = call.target;
  const answer = answers[type.kind];
  if (answer === undefined) return undefined;
  const body = decodeObject(call, type);
  return ok(
    {
      ...body,
      kind: type.kind,
      apiVersion: `${type.group}/${type.version}`,
      metadata: {},
      status: answer(serving, call, body),
    },
    201,
  );
}

type Review = (serving: Serving, call: ResourceCall, body: JsonObject) => JsonObject;

const verdict = ({ store, rbac }: Serving, user: User, body: JsonObject, namespace = ""): JsonObject => {
  const yes = !rbac || allowed(store, user, attemptOf(objectOr(body["spec"]), namespace));
  return yes ? { allowed: true, reason: "" } : { allowed: false };
};

const answers: Readonly<Record<string, Review>> = {
  SelfSubjectAccessReview: (serving, call, body) => verdict(serving, call.user, body),
  SubjectAccessReview: (serving, _call, body) => verdict(serving, subjectOf(objectOr(body["spec"])), body),
  LocalSubjectAccessReview: (serving, call, body) =>
    verdict(serving, subjectOf(objectOr(body["spec"])), body, call.target.namespace),
  SelfSubjectRulesReview: ({ store, rbac }, call, body) => {
    const namespace = stringOr(at(body, "spec", "namespace"), "");
    const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };
    const anywhere = { verbs: ["*"], nonResourceURLs: ["*"] };
    const all = !rbac || call.user.groups.includes("system:masters");
    const rules = all ? [everything, anywhere] : rulesFor(store, call.user, namespace);
    return {
      incomplete: false,
      resourceRules: rules.filter((rule) => rule["resources"] !== undefined),
      nonResourceRules: rules.filter((rule) => rule["nonResourceURLs"] !== undefined),
    };
  },
  SelfSubjectReview: (_serving, call) => ({ userInfo: infoOf(call.user) }),
  TokenReview: ({ accounts }, _call, body) => {
    const user = accounts.read(stringOr(at(body, "spec", "token"), ""));
    return user === undefined ? { authenticated: false, user: {} } : { authenticated: true, user: infoOf(user) };
  },
};

const infoOf = (user: User): JsonObject => ({
  username: user.name,
  ...(user.uid === undefined ? {} : { uid: user.uid }),
  groups: [...user.groups],
});

function subjectOf(spec: JsonObject): User {
  return { name: stringOr(spec["user"], ""), groups: listOr(spec["groups"]).map(String) };
}

function attemptOf(spec: JsonObject, namespace: string): Attempt {
  const path = at(spec, "nonResourceAttributes", "path");
  const text = (value: Json | undefined) => stringOr(value, "");
  if (path !== undefined)
    return {
      verb: text(at(spec, "nonResourceAttributes", "verb")),
      path: text(path),
      group: "",
      resource: "",
      subresource: "",
      namespace: "",
      name: "",
    };
  const asked = objectOr(spec["resourceAttributes"]);
  return {
    verb: text(asked["verb"]),
    group: text(asked["group"]),
    resource: text(asked["resource"]),
    subresource: text(asked["subresource"]),
    namespace: text(asked["namespace"]) || namespace,
    name: text(asked["name"]),
  };
}

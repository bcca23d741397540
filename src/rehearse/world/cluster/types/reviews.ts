/** Kinds that are asked, never stored: what one POSTs comes back answered. */
import { typesOf } from "./row.ts";

const ask = ["create"];

export const authorization = typesOf("authorization.k8s.io", "v1", [
  { resource: "localsubjectaccessreviews", kind: "LocalSubjectAccessReview", verbs: ask },
  { resource: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview", cluster: true, verbs: ask },
  { resource: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview", cluster: true, verbs: ask },
  { resource: "subjectaccessreviews", kind: "SubjectAccessReview", cluster: true, verbs: ask },
]);

export const authentication = typesOf("authentication.k8s.io", "v1", [
  { resource: "selfsubjectreviews", kind: "SelfSubjectReview", cluster: true, verbs: ask },
  { resource: "tokenreviews", kind: "TokenReview", cluster: true, verbs: ask },
]);

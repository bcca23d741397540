import { at } from "../../json/path.ts";
import { listOr, numberOr } from "../../json/value.ts";
import { notFound } from "../../status/refusals.ts";
import { type Answer, ok, type ResourceCall } from "../call.ts";
import { decodeBody } from "../decode.ts";
import type { Serving } from "../serving.ts";

/** A token for a service account: `kubectl create token`. */
export function requestToken({ store, accounts }: Serving, call: ResourceCall): Answer {
  const { namespace, name } = call.target;
  const account = store.get("serviceaccounts", namespace, name);
  if (account === undefined) throw notFound({ group: "", resource: "serviceaccounts" }, name);
  const body = decodeBody(call);
  const seconds = numberOr(at(body, "spec", "expirationSeconds"), 3600);
  const asked = listOr(at(body, "spec", "audiences")).map(String);
  const audiences = asked.length > 0 ? asked : ["https://kubernetes.default.svc"];
  const expires = store.clock.now() + seconds * 1000;
  const token = accounts.issue({ namespace, name, uid: account.metadata.uid ?? "", audiences, expires });
  return ok(
    {
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: { name, namespace, creationTimestamp: new Date(store.clock.now()).toISOString() },
      spec: { audiences, expirationSeconds: seconds, boundObjectRef: null },
      status: { token, expirationTimestamp: `${new Date(expires).toISOString().slice(0, 19)}Z` },
    },
    201,
  );
}

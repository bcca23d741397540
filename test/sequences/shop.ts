/** What the sequences deploy, who runs them, and under which names all of it is kept. */
import * as v from "valibot";
import { bundleDigest } from "../../src/release/bundle/digest.ts";
import { stampObject } from "../../src/release/bundle/stamp.ts";
import { headName } from "../../src/release/identity/names.ts";
import { parseJson, textAt } from "../../src/release/json/json.ts";
import { type KubeObject, keyOf } from "../../src/release/kube/object.ts";
import { type Entry, emptyHead, type Head, headSchema } from "../../src/release/record/head.ts";
import type { Runner } from "../../src/release/story/site.ts";

export const namespace = "shop";
const app = "shop";
/** Of what a run deploys the tests need no more than two objects that are written one after the other. */
export const parts = ["api", "web"];

export const identityOf = (environment: string) => ({ app, environment });
const configMap = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name });
export const partKey = (name: string): string => keyOf(configMap(name));
export const headKey = (environment: string): string => keyOf(configMap(headName(identityOf(environment))));

export const bundleOf = (order: number): readonly KubeObject[] =>
  parts.map((name) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { run: String(order) } }));

/** The digest that the bundle of this run is recorded by. */
export const digestOf = (order: number, environment: string): string =>
  bundleDigest(
    bundleOf(order).map((object) =>
      stampObject(
        { ...object, metadata: { ...object.metadata, namespace } },
        {
          identity: identityOf(environment),
        },
      ),
    ),
    [],
  );

export const commitOf = (order: number): string => String(order).padStart(40, "0");
export const orderIn = (commit: string | undefined): number => Number(commit ?? 0);

export const holderOf = (order: number, attempt: number): string => `acme/shop/${order}/${attempt}`;
const heldBy = /^acme\/shop\/(\d+)\/(\d+)$/;
/** The run and its attempt that a lease or an entry names. */
export function runIn(holder: string): { readonly order: number; readonly attempt: number } | undefined {
  const found = heldBy.exec(holder);
  return found === null ? undefined : { order: Number(found[1]), attempt: Number(found[2]) };
}
/** The recorded order never falls, not even when an older run gets past it: which run made an entry is said by its holder. */
export const runOf = ({ holder }: Pick<Entry, "holder">): number => runIn(holder)?.order ?? 0;

export const runnerOf = (order: number, attempt: number): Runner => ({
  holder: holderOf(order, attempt),
  actor: "dana",
  order,
  commit: commitOf(order),
  facts: {},
});

export const headIn = (object: KubeObject | undefined, environment: string): Head => {
  const text = textAt(object, "data", "head");
  return text === undefined ? emptyHead(app, environment) : v.parse(headSchema, parseJson(text));
};

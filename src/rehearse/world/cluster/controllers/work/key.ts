import type { KubeObject } from "../../object.ts";

/** Which object a controller should look at; what it finds there is read anew, so that many changes are one look. */
export interface Key {
  readonly namespace: string;
  readonly name: string;
}

export const keyOf = (object: KubeObject): Key => ({
  namespace: object.metadata.namespace ?? "",
  name: object.metadata.name,
});

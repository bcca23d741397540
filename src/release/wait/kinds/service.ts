import { objectsAt, textAt } from "../../json/json.ts";
import { done, type Rule, waiting } from "../state.ts";

const assigned = "no address has been assigned to it yet";

export const service: Rule = ({ object }) =>
  textAt(object, "spec", "type") === "LoadBalancer" &&
  objectsAt(object, "status", "loadBalancer", "ingress").length === 0
    ? waiting("address", assigned)
    : done;

export const ingress: Rule = ({ object }) =>
  objectsAt(object, "status", "loadBalancer", "ingress").length === 0 ? waiting("address", assigned) : done;

import { uses } from "../../../src/bindings/actions/index.ts";
import { text } from "../../../src/index.ts";

// ✗ an action that is not in the lock
uses("acme/greet");
// ✗ with its tag
uses("actions/cache@v4");

export { text };

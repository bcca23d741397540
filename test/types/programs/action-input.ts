import { checkout } from "../../../src/bindings/actions/index.ts";
import type { Expr } from "../../../src/index.ts";
import { buildPush } from "./fixtures.ts";

// ✗ a typo in an input of a public action
checkout({ fetchDept: 0 });
// ✗ a typo in an input of one's own
buildPush({ context: ".", image: "shop", platfroms: ["linux/amd64"] });
// ✗ a typo beside a missing one
buildPush({ contxt: ".", image: "shop" });
// ✗ text where a boolean is
buildPush({ context: ".", image: "shop", push: "yes" });
declare const text: Expr<string, "needs">;
// ✗ an expression of text where a boolean is
buildPush({ context: ".", image: "shop", push: text });

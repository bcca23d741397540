import type { Expr } from "../../../src/index.ts";
import { build, deploy, trivyScan } from "./fixtures.ts";

// ✗ a tag where a digest is
trivyScan({ digest: "ghcr.io/acme/shop:1.4.2" });
// ✗ any text where a digest is
trivyScan({ digest: build.outputs.version });
declare const scan: Expr<string, "needs">;
// ✗ any text where a scan is
deploy({ scan });
declare const scanned: Parameters<typeof deploy>[0]["scan"];
// ✗ an image that was not scanned
deploy({ scan: scanned, image: build.outputs.digest });

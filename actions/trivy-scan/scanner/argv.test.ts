import { expect, test } from "vitest";
import { databaseArgv, scanArgv } from "./argv.ts";

const container = { scanner: "trivy@sha256:x", name: "c", cache: "v" };
const options = { scanners: ["vuln"], skipFiles: ["a*"], skipFolders: ["b"], timeout: 90_500 };

test("a database is fetched with a network, from its mirrors in order, and with nothing to look at", () => {
  const argv = databaseArgv(container, "java", ["m1", "m2"]);
  expect(argv.filter((arg) => arg.startsWith("--java-db-repository"))).toEqual([
    "--java-db-repository=m1",
    "--java-db-repository=m2",
  ]);
  expect(argv).not.toContain("--network=none");
  expect(argv.join(" ")).not.toContain("type=bind");
});

test.each([
  [
    { kind: "image", layout: "/t/a,b", tag: "linux-arm64-v8" },
    '--mount=type=bind,"source=/t/a,b",target=/image,readonly',
    "--input=/image:linux-arm64-v8",
  ],
  [{ kind: "folder", folder: "/w/src" }, "--mount=type=bind,source=/w/src,target=/folder,readonly", "/folder"],
  [
    { kind: "sbom", file: "/w/my list.json" },
    "--mount=type=bind,source=/w/my list.json,target=/sbom/my_list.json,readonly",
    "/sbom/my_list.json",
  ],
  [
    { kind: "sbom", file: "/w/--help" },
    "--mount=type=bind,source=/w/--help,target=/sbom/--help,readonly",
    "/sbom/--help",
  ],
] as const)("a scan of %j", (target, mount, last) => {
  const argv = scanArgv(container, target, options);
  expect(argv).toContain(mount);
  expect(argv.at(-1)).toBe(last);
  expect(argv).toEqual(expect.arrayContaining(["--network=none", "--timeout=91s", "--skip-files=a*", "--skip-dirs=b"]));
  // what is for docker stands before the image, what is for Trivy after it
  const at = argv.indexOf("trivy@sha256:x");
  expect(argv.slice(at).filter((arg) => arg.startsWith("--mount") || arg.startsWith("--network"))).toEqual([]);
});

// Stands in for Trivy: looks at how it was started, and prints a report like Trivy's, or says what is wrong and fails.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";

const args = process.argv.slice(2);
const has = (flag) => args.includes(flag);
const wrong = [];
const expect = (right, what) => {
  if (!right) wrong.push(what);
};

const refuses = (path) => {
  try {
    writeFileSync(path, "x");
    return false;
  } catch {
    return true;
  }
};

const status = readFileSync("/proc/self/status", "utf8");
expect(/^CapEff:\s+0+$/m.test(status), "it has capabilities");
expect(/^NoNewPrivs:\s+1$/m.test(status), "it can gain rights");
expect(refuses("/here") && refuses("/etc/here"), "its file system can be written");
expect(!refuses("/tmp/here"), "it cannot write to /tmp");
const known = /^(PATH|HOSTNAME|HOME|NODE_EXTRA_CA_CERTS|PIP_CERT|SSL_CERT_FILE|NODE_\w+|YARN_VERSION)$/;
const strangers = Object.keys(process.env).filter((name) => !known.test(name));
expect(strangers.length === 0, `it sees ${strangers.join(", ")}`);
expect(!existsSync("/var/run/docker.sock"), "it sees docker");
expect(has("--cache-dir=/cache") && has("--disable-telemetry"), "its cache is elsewhere");

const database = "/cache/db/trivy.db";
const network = Object.keys(networkInterfaces()).some((name) => name !== "lo");

function download() {
  expect(network, "it has no network to fetch the database by");
  expect(!existsSync("/image"), "it sees the image while it has a network");
  expect(
    args.some((arg) => arg.startsWith("--db-repository=")),
    "it knows no mirror",
  );
  expect(!refuses("/cache/db.txt"), "it cannot write the database");
  return "";
}

function scan() {
  expect(!network, "it has a network while it sees the image");
  expect(existsSync("/cache/db.txt"), `there is no database (${database})`);
  expect(
    has("--format=json") && has("--skip-db-update") && has("--offline-scan") && has("--exit-code=0"),
    "it may go out, or fail for findings",
  );
  const input = args.find((arg) => arg.startsWith("--input=/image:"));
  expect(input !== undefined, "it was given no image");
  expect(refuses("/image/here") && refuses("/image/index.json"), "the image can be written");
  const tag = input?.split(":")[1];
  const blob = (digest) => readFileSync(`/image/blobs/${digest.replace(":", "/")}`);
  const entry = JSON.parse(readFileSync("/image/index.json", "utf8")).manifests.find(
    ({ annotations }) => annotations["org.opencontainers.image.ref.name"] === tag,
  );
  const manifest = JSON.parse(blob(entry.digest).toString("utf8"));
  const { architecture } = JSON.parse(blob(manifest.config.digest).toString("utf8"));
  for (const { digest, size } of manifest.layers) expect(blob(digest).length === size, `layer ${digest} is not whole`);
  const vulnerability = (id, severity, more) => ({
    VulnerabilityID: id,
    PkgName: "openssl",
    InstalledVersion: "3.0.15-1",
    Severity: severity,
    Title: "found by the stand-in",
    ...more,
  });
  return JSON.stringify({
    SchemaVersion: 2,
    Trivy: { Version: "0.69.3" },
    ArtifactName: `/image:${tag}`,
    ArtifactType: "container_image",
    Results: [
      {
        Target: `/image:${tag} (debian 12.11)`,
        Class: "os-pkgs",
        Packages: [{ ID: "openssl@3.0.15-1", Name: "openssl", Version: "3.0.15-1" }],
        Vulnerabilities: [
          vulnerability("CVE-2026-1000", "HIGH", { FixedVersion: "3.0.16-1" }),
          vulnerability(`CVE-2026-${architecture}`, "LOW", {}),
        ],
      },
    ],
  });
}

const report = has("--download-db-only") ? download() : scan();
if (wrong.length > 0) {
  console.error(`FATAL\t${wrong.join("; ")}`);
  process.exitCode = 1;
} else process.stdout.write(report);

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, text } from "./json.ts";

export interface HookServer {
  readonly url: string;
  /** for `clientConfig.caBundle` */
  readonly caBundle: string;
  close(): Promise<void>;
}

/** An admission webhook on loopback: the API servers of these cases run on this machine. */
export async function hookServer(denial: string | undefined): Promise<HookServer> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-hook-"));
  const [key, cert] = [join(folder, "key"), join(folder, "cert")];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"].concat([
      ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
    ]),
    { stdio: "ignore" },
  );
  const certificate = readFileSync(cert);
  const server = createServer({ key: readFileSync(key), cert: certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const review: unknown = JSON.parse(Buffer.concat(chunks).toString());
      const answer = {
        uid: text(review, "request", "uid"),
        allowed: denial === undefined || at(review, "request", "object", "data", "bad") === undefined,
        status: { message: denial, code: 403 },
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }));
    });
  });
  rmSync(folder, { recursive: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}/`,
    caBundle: certificate.toString("base64"),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

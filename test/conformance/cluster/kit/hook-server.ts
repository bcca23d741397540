import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "./json.ts";

export interface HookServer {
  readonly url: string;
  /** for `clientConfig.caBundle` */
  readonly caBundle: string;
  close(): Promise<void>;
}

/** What becomes of one review; a webhook that hangs up or stays silent is one that is down. */
export type Verdict = "allow" | "hang up" | "stay silent" | { readonly deny: string };

/** An admission webhook on loopback: the API servers of these cases run on this machine. */
export async function hookServer(judge: (review: unknown) => Verdict): Promise<HookServer> {
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
      const verdict = judge(review);
      if (verdict === "stay silent") return;
      if (verdict === "hang up") {
        request.socket.destroy();
        return;
      }
      const answer = {
        uid: text(review, "request", "uid"),
        allowed: verdict === "allow",
        ...(verdict === "allow" ? {} : { status: { message: verdict.deny, code: 403 } }),
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

/** A registry that has this very package as its newest release, and sends on to the machine's own for all others. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

export interface Registry {
  readonly url: string;
  close(): void;
}

export async function registryWith(file: string, manifest: Readonly<Record<string, unknown>>): Promise<Registry> {
  const others = execFileSync("npm", ["config", "get", "registry"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  const tarball = readFileSync(file);
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const version = String(manifest["version"]);
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const here = `http://${request.headers.host}`;
    if (path === "/tidegate/-/tidegate.tgz") return response.end(tarball);
    if (path !== "/tidegate") return response.writeHead(302, { location: new URL(path.slice(1), others).href }).end();
    response.setHeader("content-type", "application/json");
    const dist = { tarball: `${here}/tidegate/-/tidegate.tgz`, integrity };
    return response.end(
      JSON.stringify({
        name: "tidegate",
        "dist-tags": { latest: version },
        versions: { [version]: { ...manifest, dist } },
      }),
    );
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    }),
  );
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * `npm run --silent shop:secrets -- NAMESPACE | kubectl create -f -`: the shop's Secrets with random values, so that none has
 * to be in Git. For a cluster of one's own; where there is a vault, use the component `external-secrets`.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";

const secret = (namespace: string, name: string, stringData: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name,
    namespace,
    labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "techcommerce" },
  },
  type: "Opaque",
  stringData,
});

/** Letters and digits only: passwords become part of a database's address. */
const password = () => randomBytes(24).toString("hex");

export function shopSecrets(namespace: string) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      secret(namespace, "database", {
        "superuser-password": password(),
        "product-api-password": password(),
        "order-api-password": password(),
      }),
      secret(namespace, "signing-keys", { "current.pem": String(privateKey.export({ type: "pkcs8", format: "pem" })) }),
      secret(namespace, "demo-login", { password: randomBytes(9).toString("base64url") }),
    ],
  };
}

function main(): number {
  const [namespace] = process.argv.slice(2);
  if (namespace === undefined || !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
    console.error(
      `Expected a namespace, came ${JSON.stringify(namespace)}. For example: npm run --silent shop:secrets -- techcommerce-staging`,
    );
    return 1;
  }
  process.stdout.write(`${JSON.stringify(shopSecrets(namespace), null, 2)}\n`);
  return 0;
}

if (import.meta.main) process.exitCode = main();

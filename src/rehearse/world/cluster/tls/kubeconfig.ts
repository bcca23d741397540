import type { Issued } from "./certificate.ts";

export interface Access {
  readonly url: string;
  readonly ca: string;
  readonly credential: Issued | { readonly token: string };
  readonly namespace?: string;
}

/** A kubeconfig with everything inside it, so that it is one file and refers to no other. */
export function kubeconfig({ url, ca, credential, namespace }: Access): string {
  const data = (pem: string) => Buffer.from(pem).toString("base64");
  const user =
    "token" in credential
      ? [`    token: ${credential.token}`]
      : [
          `    client-certificate-data: ${data(credential.certificate)}`,
          `    client-key-data: ${data(credential.key)}`,
        ];
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    "- name: stand-in",
    "  cluster:",
    `    server: ${url}`,
    `    certificate-authority-data: ${data(ca)}`,
    "users:",
    "- name: stand-in",
    "  user:",
    ...user,
    "contexts:",
    "- name: stand-in",
    "  context:",
    "    cluster: stand-in",
    "    user: stand-in",
    ...(namespace === undefined ? [] : [`    namespace: ${namespace}`]),
    "current-context: stand-in",
    "",
  ].join("\n");
}

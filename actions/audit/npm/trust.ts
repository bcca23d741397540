import { getCACertificates, setDefaultCACertificates } from "node:tls";

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Trusts these certificates beside Node's own, for all connections of this process: `fetch` has no setting for one. */
export function trust(pem: string): void {
  setDefaultCACertificates([...getCACertificates("default"), ...(pem.match(certificate) ?? [])]);
}

/** Certificates for one run of a cluster: P-256 keys, a CA of its own, one hour back to one year ahead. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import * as der from "./der.ts";

export interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  /** A server's is for loopback, unless it answers for a host by name. */
  issue(subject: Subject, use: "server" | "client", host?: string): Issued;
}

const oids = {
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  commonName: "2.5.4.3",
  organization: "2.5.4.10",
  basicConstraints: "2.5.29.19",
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  subjectAltName: "2.5.29.17",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
} as const;

export function authority(): Authority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // a name of its own: who trusts several authorities finds the one that signed by it
  const name: Subject = { commonName: `tidegate-stand-in-${randomBytes(6).toString("hex")}` };
  const certificate = signed(name, own.privateKey, name, own.publicKey, [
    extension(oids.basicConstraints, der.sequence(der.boolean(true)), true),
    // keyCertSign and cRLSign
    extension(oids.keyUsage, der.bits(Buffer.from([0x06]), 1), true),
  ]);
  return {
    certificate,
    issue: (subject, use, host) => {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const purpose = use === "server" ? oids.serverAuth : oids.clientAuth;
      return {
        certificate: signed(name, own.privateKey, subject, pair.publicKey, [
          extension(oids.extendedKeyUsage, der.sequence(der.oid(purpose))),
          // digitalSignature
          extension(oids.keyUsage, der.bits(Buffer.from([0x80]), 7), true),
          ...(use === "server"
            ? [extension(oids.subjectAltName, host === undefined ? loopbackNames() : hostName(host))]
            : []),
        ]),
        key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

const loopbackNames = () =>
  der.sequence(
    ...["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"].map((host) =>
      der.implicit(2, Buffer.from(host)),
    ),
    der.implicit(7, Buffer.from([127, 0, 0, 1])),
    der.implicit(7, Buffer.from([...Array(15).fill(0), 1])),
  );

const hostName = (host: string) => der.sequence(der.implicit(2, Buffer.from(host)));

const extension = (id: string, value: Buffer, critical = false) =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(value));

const nameOf = (subject: Subject) =>
  der.sequence(
    ...(subject.organizations ?? []).map((o) => der.set(der.sequence(der.oid(oids.organization), der.utf8(o)))),
    der.set(der.sequence(der.oid(oids.commonName), der.utf8(subject.commonName))),
  );

function signed(
  issuer: Subject,
  issuerKey: KeyObject,
  subject: Subject,
  subjectKey: KeyObject,
  extensions: readonly Buffer[],
): string {
  const algorithm = der.sequence(der.oid(oids.ecdsaWithSha256));
  // A serial number is positive and has no leading zero byte.
  const serial = randomBytes(12);
  serial[0] = 0x01;
  const now = Date.now();
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(serial),
    algorithm,
    nameOf(issuer),
    der.sequence(der.time(new Date(now - 3_600_000)), der.time(new Date(now + 365 * 86_400_000))),
    nameOf(subject),
    subjectKey.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(...extensions)),
  );
  const whole = der.sequence(body, algorithm, der.bits(sign("sha256", body, issuerKey)));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

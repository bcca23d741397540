import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { User } from "../store/store.ts";

export const anonymous: User = { name: "system:anonymous", groups: ["system:unauthenticated"] };

/** Who calls: by client certificate, else by bearer token. Undefined: a token nobody knows. */
export function signIn(request: IncomingMessage, byToken: (token: string) => User | undefined): User | undefined {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const user = byCertificate(request) ?? (token === undefined ? anonymous : byToken(token));
  return user === undefined ? undefined : impersonated(request, user);
}

function byCertificate(request: IncomingMessage): User | undefined {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const subject: unknown = socket.getPeerCertificate().subject;
  if (typeof subject !== "object" || subject === null || !("CN" in subject)) return undefined;
  const organizations = "O" in subject ? subject.O : [];
  const groups = Array.isArray(organizations) ? organizations.map(String) : [String(organizations)];
  return { name: String(subject.CN), groups: [...groups, "system:authenticated"] };
}

/** `kubectl --as`: only the groups of administrators may, which is all that a rehearsal needs. */
function impersonated(request: IncomingMessage, user: User): User {
  const name = request.headers["impersonate-user"];
  if (typeof name !== "string" || !user.groups.includes("system:masters")) return user;
  const said = request.headers["impersonate-group"];
  const groups =
    said === undefined
      ? []
      : String(said)
          .split(",")
          .map((group) => group.trim());
  const account = /^system:serviceaccount:([^:]+):/.exec(name);
  return {
    name,
    groups: [
      ...groups,
      ...(account === null ? [] : ["system:serviceaccounts", `system:serviceaccounts:${account[1]}`]),
      "system:authenticated",
    ],
  };
}

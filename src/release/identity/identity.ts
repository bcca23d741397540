/**
 * A release is one app's whole set of objects in one environment. Lease, records, labels, field manager and pruning are
 * scoped by both, so two apps, or two environments of one app, share a cluster without touching each other.
 */
export interface Identity {
  readonly app: string;
  readonly environment: string;
}

/** A DNS label, short enough that every name we make of it fits in 63 characters and in a manager's 128. */
const part = /^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/;

export function identityProblems(identity: Identity): readonly string[] {
  return Object.entries({ app: identity.app, environment: identity.environment })
    .filter(([, value]) => !part.test(value))
    .map(
      ([name, value]) =>
        `${name}: expected 1 to 30 lower-case letters, digits and dashes (a DNS label), came ${JSON.stringify(value)}`,
    );
}

export function identityName(identity: Identity): string {
  return `${identity.app}/${identity.environment}`;
}

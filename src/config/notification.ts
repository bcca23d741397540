/** What people are told about. Each is told once per release and environment, and a message that cannot be sent fails nothing. */
export type Occasion = "waiting-for-approval" | "live" | "failed" | "rolled-back";

/** Where it is told. The address is a secret, for whoever knows it can write there. */
export interface Notification<Secret extends string = string> {
  /** `slack`: an incoming webhook; `webhook`: any address that takes the message as JSON by POST */
  readonly to: "slack" | "webhook";
  readonly url: Secret;
  /** all of them unless told */
  readonly on?: readonly Occasion[];
}

import { createHash, type Hash } from "node:crypto";

/** `sha256:` and 64 lower-case hex digits; the registry knows content by nothing else. */
export type Digest = `sha256:${string}`;

const form = /^sha256:[a-f0-9]{64}$/;

export const isDigest = (text: string): text is Digest => form.test(text);

export const newHash = (): Hash => createHash("sha256");

export const digestOf = (content: Uint8Array): Digest => `sha256:${newHash().update(content).digest("hex")}`;

/** The error codes of the OCI distribution specification, each with the HTTP status that goes with it. */
const statuses = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 416,
  BLOB_UPLOAD_UNKNOWN: 404,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 404,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 400,
  UNSUPPORTED: 405,
} as const;

export type RefusalCode = keyof typeof statuses;

/** What the registry answers when it will not do what was asked. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }

  get body(): string {
    return JSON.stringify({ errors: [{ code: this.code, message: this.message, detail: null }] });
  }
}

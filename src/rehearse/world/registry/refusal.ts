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
  PAGINATION_NUMBER_INVALID: 400,
  SIZE_INVALID: 400,
  UNSUPPORTED: 405,
} as const;

export type RefusalCode = keyof typeof statuses;

/** What the registry answers when it will not do what was asked. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, message: string, status: number = statuses[code]) {
    super(message);
    this.code = code;
    this.status = status;
  }

  get body(): string {
    return JSON.stringify({ errors: [{ code: this.code, message: this.message, detail: null }] });
  }
}

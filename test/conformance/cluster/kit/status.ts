/** The shape of a refusal, for toMatchObject: the HTTP code and the Status that goes with it. */
export const refusal = (code: number, reason: string, more: object = {}) => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", reason, code, ...more },
});

/** A 422 that names one field with one cause. */
export const invalid = (field: string, cause: string, more: object = {}) => ({
  status: 422,
  body: {
    kind: "Status",
    status: "Failure",
    reason: "Invalid",
    code: 422,
    details: { causes: [{ reason: cause, field }] },
    ...more,
  },
});

/** Names and label values, with the sentences of apimachinery's `validation`. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const tooLong = (most: number) => `must be no more than ${most} bytes`;
const malformed = (what: string, example: string, regex: string) =>
  `${what} (e.g. ${example}, regex used for validation is '${regex}')`;

export type NameCheck = (name: string) => readonly string[];

const check =
  (pattern: RegExp, most: number, sentence: string): NameCheck =>
  (name) => [...(name.length > most ? [tooLong(most)] : []), ...(pattern.test(name) ? [] : [sentence])];

export const isLabel = check(
  label,
  63,
  malformed(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    "'my-name',  or '123-abc'",
    "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
  ),
);

export const isLabel1035 = check(
  label1035,
  63,
  malformed(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    "'my-name',  or 'abc-123'",
    "[a-z]([-a-z0-9]*[a-z0-9])?",
  ),
);

export const isSubdomain = check(
  subdomain,
  253,
  malformed(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    "'example.com'",
    "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
  ),
);

export const isPathSegment: NameCheck = (name) => {
  if (name === "." || name === "..") return [`may not be '${name}'`];
  return ["/", "%"].filter((c) => name.includes(c)).map((c) => `may not contain '${c}'`);
};

export const isLabelValue = check(
  labelValue,
  63,
  malformed(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    "'MyValue',  or 'my_value',  or '12345'",
    "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
  ),
);

const isNamePart = check(
  qualifiedName,
  63,
  malformed(
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    "'MyName',  or 'my.name',  or '123-abc'",
    "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
  ),
);

/** A label or annotation key: `name`, or `prefix/name`. */
export const isQualifiedName: NameCheck = (key) => {
  const parts = key.split("/");
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (parts.length > 2 || name === undefined)
    return [
      `${malformed(
        "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        "'MyName',  or 'my.name',  or '123-abc'",
        "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
      )} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const ofPrefix =
    prefix === undefined
      ? []
      : prefix === ""
        ? ["prefix part must be non-empty"]
        : isSubdomain(prefix).map((s) => `prefix part ${s}`);
  if (name === "") return [...ofPrefix, "name part must be non-empty", ...isNamePart(name)];
  return [...ofPrefix, ...isNamePart(name).map((s) => (s.startsWith("name part") ? s : `name part ${s}`))];
};

export const nameChecks = {
  subdomain: isSubdomain,
  label: isLabel,
  "label 1035": isLabel1035,
  "path segment": isPathSegment,
} as const;

import { Ajv2020 } from "ajv/dist/2020.js";
import openapi from "../openapi.json" with { type: "json" };

/**
 * A `fetch` that fails the test when service and OpenAPI document disagree: about the answer's status, type and body, and
 * about the body of a request that was accepted.
 */
export function contractFetch(address: string): typeof fetch {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(openapi, "openapi");

  /** Each part as a JSON pointer wants it in a URL. */
  const pointer = (...parts: readonly string[]) =>
    `openapi#/${parts.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;

  const check = (value: unknown, what: string, ...parts: readonly string[]) => {
    const validate = ajv.getSchema(pointer(...parts));
    if (!validate) throw new Error(`the document has no schema at ${parts.join(" / ")}`);
    if (!validate(value)) throw new Error(`${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`);
  };

  interface Answer {
    readonly $ref?: string;
    readonly content?: Readonly<Record<string, unknown>>;
  }
  interface Operation {
    readonly requestBody?: unknown;
    readonly responses: Readonly<Record<string, Answer>>;
  }
  const paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> = openapi.paths;
  const isOperation = (value: unknown): value is Operation =>
    typeof value === "object" && value !== null && "responses" in value;
  const shared: Readonly<Record<string, Answer>> = openapi.components.responses;

  return async (input, init) => {
    const url = new URL(String(input), address);
    const method = (init?.method ?? "GET").toLowerCase();
    const response = await fetch(url, init);
    const bare = url.pathname.replace(/^\/api/, "");
    const template = Object.keys(paths).find((path) =>
      new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(bare),
    );
    const operation = template === undefined ? undefined : paths[template]?.[method];
    if (template === undefined || !isOperation(operation)) {
      if (response.status !== 404) throw new Error(`${method} ${url.pathname} is not in the document`);
      return response;
    }
    const what = `${method} ${template} → ${response.status}`;
    const status = String(response.status);
    const answer = operation.responses[status];
    if (!answer) throw new Error(`${what} is not in the document`);
    const name = answer.$ref?.split("/").at(-1);
    const at =
      name === undefined ? ["paths", template, method, "responses", status] : ["components", "responses", name];
    const content = (name === undefined ? answer : shared[name])?.content ?? {};
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    if (!(type in content)) throw new Error(`${what} came as "${type}", documented is ${Object.keys(content)}`);
    if (type.endsWith("json")) check(await response.clone().json(), what, ...at, "content", type, "schema");
    if (operation.requestBody && response.ok)
      check(
        JSON.parse(String(init?.body)),
        `body of ${what}`,
        ...["paths", template, method, "requestBody", "content", "application/json", "schema"],
      );
    return response;
  };
}

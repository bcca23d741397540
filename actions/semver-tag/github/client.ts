import * as v from "valibot";
import {
  ActionError,
  type Answer,
  badStatus,
  bodyJson,
  type Deps,
  request,
  type Secret,
} from "../../../src/action/index.ts";

/** GitHub's API for one repository, within one deadline for everything. */
export interface GitHub {
  get(path: string, accept?: readonly number[]): Promise<Answer>;
  post(path: string, body: object, accept?: readonly number[]): Promise<Answer>;
  /** a list over all its pages, as far as one reads */
  pages<Item>(path: string, item: v.GenericSchema<unknown, Item>, within?: string): AsyncIterable<readonly Item[]>;
}

const what = "GitHub";

const Refusal = v.object({ message: v.string() });

/** What GitHub says about a request it refuses. */
export function refusal(answer: Answer): string {
  const parsed = v.safeParse(Refusal, answer.body.length === 0 ? undefined : json(answer));
  return parsed.success ? parsed.output.message : answer.body.subarray(0, 300).toString("utf8");
}

const json = (answer: Answer): unknown => {
  try {
    return bodyJson(answer, what);
  } catch {
    return undefined;
  }
};

export function read<Output>(schema: v.GenericSchema<unknown, Output>, answer: Answer): Output {
  const parsed = v.safeParse(schema, bodyJson(answer, what));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ActionError("http", `${what} answered with something else than it promises`, {
    expected: `${v.getDotPath(issue) ?? "the answer"}: ${issue.expected ?? "another value"}`,
    came: issue.received,
  });
}

/** `<https://…&page=2>; rel="next"` */
const nextPage = ({ headers }: Answer): string | undefined =>
  /<([^>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];

/** A limit is told by 403 or 429, with nothing left or a time to wait. */
const limited = ({ status, headers }: Answer): boolean =>
  status === 429 ||
  (status === 403 && (headers.get("x-ratelimit-remaining") === "0" || headers.get("retry-after") !== null));

function refused(answer: Answer, doing: string): Error {
  if (limited(answer)) {
    const reset = Number(answer.headers.get("x-ratelimit-reset"));
    const when =
      reset > 0 ? new Date(reset * 1000).toISOString() : `${answer.headers.get("retry-after") ?? "60"} s from now`;
    return new ActionError("rate-limit", `${what} asks to come back at ${when}`, { came: refusal(answer) });
  }
  if (answer.status === 401 || answer.status === 403 || answer.status === 404)
    return new ActionError("denied", `${what} refuses: ${doing}`, { came: `${answer.status}: ${refusal(answer)}` });
  return badStatus(answer, `${what} (${doing})`);
}

export function gitHub(token: Secret, repository: string, end: number, deps: Deps): GitHub {
  const root = `${deps.runner.apiUrl}/repos/${repository}`;
  const headers = {
    authorization: `Bearer ${token.reveal()}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "tidegate-semver-tag",
  };
  const send = async (
    url: string,
    doing: string,
    body: object | undefined,
    accept: readonly number[],
  ): Promise<Answer> => {
    const within = Math.max(1, end - deps.now().getTime());
    const asked = { url, headers, what, within, repeatable: true };
    const answer = await request(
      deps,
      body === undefined
        ? asked
        : {
            ...asked,
            headers: { ...headers, "content-type": "application/json" },
            method: "POST",
            body: JSON.stringify(body),
          },
    );
    if ((answer.status >= 200 && answer.status < 300) || accept.includes(answer.status)) return answer;
    throw refused(answer, doing);
  };
  const origin = new URL(root).origin;
  return {
    get: (path, accept = []) => send(`${root}${path}`, `reading ${path.replace(/\?.*$/s, "")}`, undefined, accept),
    post: (path, body, accept = []) => send(`${root}${path}`, `writing ${path}`, body, accept),
    async *pages(path, item, within) {
      const list = v.array(item);
      let url: string | undefined = `${root}${path}`;
      while (url !== undefined) {
        const answer: Answer = await send(url, `reading ${path.replace(/\?.*$/s, "")}`, undefined, []);
        yield within === undefined ? read(list, answer) : (read(v.object({ [within]: list }), answer)[within] ?? []);
        const next = nextPage(answer);
        // the token goes to GitHub and nowhere else, whatever a page says
        if (next !== undefined && new URL(next).origin !== origin)
          throw new ActionError("http", `${what}'s next page lies elsewhere`, { expected: origin, came: next });
        url = next;
      }
    },
  };
}

import { github, python, type StepEnv, type StepFunction } from "../../src/index.ts";

/** What the jobs before came to, in GitHub's words. */
export interface Looked {
  readonly repository: StepEnv<string>;
  readonly production: StepEnv<string>;
  /** of the step that fetched what they found */
  readonly fetched: StepEnv<string>;
}

const raise = ({ repository, production, fetched }: Looked, file: string) => python`
  import glob, html, json, re, sys, urllib.error, urllib.request

  token, mark, limit = ${github.token}, "<!-- the scheduled look -->", 60000
  run = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}".format(**os.environ)

  def ask(method, path, body=None):
      url = os.environ["GITHUB_API_URL"] + "/repos/" + os.environ["GITHUB_REPOSITORY"] + path
      data = None if body is None else json.dumps(body).encode()
      question = urllib.request.Request(url, data, {"authorization": "Bearer " + token}, method=method)
      try:
          return json.load(urllib.request.urlopen(question, timeout=30))
      except urllib.error.HTTPError as error:
          limited = error.code == 429 or error.headers["retry-after"] or error.headers["x-ratelimit-remaining"] == "0"
          why = "its rate limit is reached, run this job again later" if limited else "run this job again"
          sys.exit(f"::error::GitHub answered {error.code} to {method} {path}: {why}; what was found is in the summary")
      except (OSError, ValueError) as error:
          sys.exit(f"::error::GitHub did not answer {method} {path} ({error}); what was found is in the summary")

  def plain(line):
      line = re.sub(r"://[^/\s@]+@", "://***@", line.replace(token, "***"))
      return html.escape("".join(one if one.isprintable() else "?" for one in line))

  lines = []
  for name in sorted(glob.glob("found/*/" + ${file})):
      with open(name, encoding="utf-8", errors="replace") as found:
          lines += [line for line in found.read().split("\n") if line.strip()]
  ends = {"repository": ${repository}, "production": ${production}}
  lines += [f"- the look at the {name} ended as {end}" for name, end in ends.items() if end != "success"]
  if ${fetched} != "success":
      lines.append("- what was found could not be fetched: see the run")
  shown, left = [], limit
  for line in map(plain, lines):
      left -= len(line) + 1
      if left < 0:
          shown.append(f"… and {len(lines) - len(shown)} more")
          break
      shown.append(line)
  body = f"{mark}\n[This run]({run}) found:\n\n<pre>\n" + "\n".join(shown) + "\n</pre>\n"
  if lines:
      with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
          summary.write(body)

  issues = ask("GET", "/issues?labels=watch&state=open&per_page=100")
  ours = next((one for one in issues if "pull_request" not in one and mark in (one["body"] or "")), None)
  if lines and ours:
      ask("PATCH", f"/issues/{ours['number']}", {"body": body})
  elif lines:
      ask("POST", "/issues", {"title": "The scheduled look found something", "labels": ["watch"], "body": body})
  elif ours:
      ask("PATCH", f"/issues/{ours['number']}", {"state": "closed", "state_reason": "completed"})
      ask("POST", f"/issues/{ours['number']}/comments", {"body": f"Nothing is left of it: {run}"})
`;

/**
 * One issue, raised, refreshed, or closed when nothing is left. What was found is text of others: nothing in it is Markdown, calls
 * somebody, or is longer than GitHub takes. An issue of a person stays as it is, whatever its label.
 */
export function raiseIssue(step: StepFunction, looked: Looked, file: string): void {
  step(raise(looked, file), {
    name: "Raise or refresh the issue",
    shell: "python3 {0}",
    permissions: { issues: ["write", "raises one issue about what was found"] },
  });
}

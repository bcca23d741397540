import { github } from "../expr/contexts.ts";
import { python } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";
import type { Commit } from "./commit.ts";
import type { NamedEnvironment } from "./environment.ts";
import type { BuiltImage } from "./image.ts";
import { items } from "./scripts.ts";
import { imageOf } from "./service.ts";

/**
 * What an approver of the next environment wants to see: commits, digests, and how the manifests changed since its last deploy. Where it
 * went back since, that deploy is not what runs there: said before all else, for the comparison is with something that is gone.
 */
export function preview(
  step: StepFunction,
  next: NamedEnvironment,
  images: readonly BuiltImage[],
  commit: Commit,
): void {
  const [folder = "."] = next.overlay.split("/");
  const digests = images.map((image) => python`${imageOf(image.service)}: ${image.outputs.image},`);
  const script = python`
    import datetime, html, json, urllib.parse, urllib.request

    def ask(path):
        url = os.environ["GITHUB_API_URL"] + "/repos/" + os.environ["GITHUB_REPOSITORY"] + "/" + path
        question = urllib.request.Request(url, headers={"authorization": "Bearer " + ${github.token}})
        return json.load(urllib.request.urlopen(question, timeout=30))

    def newest(environment):
        name = urllib.parse.quote(environment, safe="")
        for one in ask(f"deployments?environment={name}&per_page=20"):
            status = ask(f"deployments/{one['id']}/statuses?per_page=1")[0]
            if status["state"] == "success":
                # a deployment begins before its approval: what counts is when it ended
                return {"sha": one["sha"], "at": status["created_at"], "run": status.get("log_url") or ""}

    environment, way_back, commit, folder = ${next.name}, ${next.rollback ?? ""}, ${commit.sha}, ${folder}
    digests = {
        ${items(digests)}
    }
    lines, warnings = [f"{name} {digest}" for name, digest in digests.items()], []
    try:
        last = newest(environment)
        back = newest(way_back) if last and way_back else None
        if back and back["at"] > last["at"]:
            warnings.append(f"{environment} went back after that deploy, at {back['at']} {back['run']}: it runs an older release than the one compared with here, and may refuse this one until its hold is released.")
        change = ask(f"compare/{last['sha']}...{commit}") if last else {"commits": [], "files": []}
        if change.get("behind_by"):
            warnings.append(f"{change['behind_by']} commits that were deployed are not in this one: they would be taken back.")
        since = f"since its last deploy, of {last['sha'][:7]}" if last else "for the first time"
        lines += ["", *(f"{one['sha'][:7]} {one['commit']['message'].partition(chr(10))[0]}" for one in change["commits"])]
        for file in change["files"]:
            if file["filename"].startswith(folder + "/"):
                lines += ["", file["filename"], file.get("patch", "(too large to show)")]
    except (OSError, LookupError, ValueError) as error:
        since = f"(GitHub did not say since when: {error})"
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
        summary.write(f"### What {environment} would change {since}\n\n")
        summary.writelines(f"⚠️ {html.escape(warning)}\n\n" for warning in warnings)
        summary.write(f"<pre>{html.escape(chr(10).join(lines))}</pre>\n\n")
        summary.write(f"As GitHub knew it at {now}; what went back from a laptop it does not know. What runs now: \`tidegate release list\`.\n")
  `;
  step(script, {
    name: `What ${next.name} would change`,
    continueOnError: true,
    timeoutMinutes: 3,
    shell: "python3 {0}",
    permissions: {
      contents: ["read", "compares commits"],
      deployments: ["read", `reads what ${next.name} has`],
    },
  });
}

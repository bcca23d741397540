import { github } from "../expr/contexts.ts";
import { python } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";
import type { Commit } from "./commit.ts";
import type { NamedEnvironment } from "./environment.ts";
import type { BuiltImage } from "./image.ts";
import { items } from "./scripts.ts";
import { imageOf } from "./service.ts";

/** What an approver of the next environment wants to see: commits, digests, and how the manifests changed since its last deploy. */
export function preview(
  step: StepFunction,
  next: NamedEnvironment,
  images: readonly BuiltImage[],
  commit: Commit,
): void {
  const [folder = "."] = next.overlay.split("/");
  const digests = images.map((image) => python`${imageOf(image.service)}: ${image.outputs.image},`);
  const script = python`
    import html, json, urllib.request

    def ask(path):
        url = os.environ["GITHUB_API_URL"] + "/repos/" + os.environ["GITHUB_REPOSITORY"] + "/" + path
        question = urllib.request.Request(url, headers={"authorization": "Bearer " + ${github.token}})
        return json.load(urllib.request.urlopen(question, timeout=30))

    def live(deployment):
        return ask(f"deployments/{deployment['id']}/statuses?per_page=1")[0]["state"] == "success"

    environment, commit, folder = ${next.name}, ${commit.sha}, ${folder}
    digests = {
        ${items(digests)}
    }
    lines = [f"{name} {digest}" for name, digest in digests.items()]
    try:
        last = next(filter(live, ask(f"deployments?environment={environment}&per_page=20")), None)
        change = ask(f"compare/{last['sha']}...{commit}") if last else {"commits": [], "files": []}
        since = f"since its last deploy, of {last['sha'][:7]}" if last else "for the first time"
        lines += ["", *(f"{one['sha'][:7]} {one['commit']['message'].partition(chr(10))[0]}" for one in change["commits"])]
        for file in change["files"]:
            if file["filename"].startswith(folder + "/"):
                lines += ["", file["filename"], file.get("patch", "(too large to show)")]
    except (OSError, LookupError, ValueError) as error:
        since = f"(GitHub did not say since when: {error})"
    with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
        summary.write(f"### What {environment} would change {since}\n\n<pre>{html.escape(chr(10).join(lines))}</pre>\n")
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

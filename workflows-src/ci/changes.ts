import { eventOf, github, type Job, job, orElse, python, type StartedBy } from "../../src/index.ts";
import config from "../../tidegate.config.ts";
import { type Area, areas } from "./area.ts";
import { titled } from "./title.ts";

export type Changes = Job<{ [area in Area]: string }>;

/**
 * From where to where: from the branch that a change goes to. For a push this is no other: from what was pushed before, a
 * commit that mends one service would leave out another that the branch broke earlier.
 */
function range(startedBy: StartedBy<"pull_request" | "push" | "merge_group">) {
  const event = eventOf(startedBy);
  return {
    BASE: orElse(event.pull_request.base.sha, orElse(event.merge_group.base_sha, config.branch)),
    HEAD: orElse(event.pull_request.head.sha, github.sha),
  };
}

const rows = Object.entries(areas)
  .map(([area, starts]) => python`${area}: ${starts.join(" ")}.split(),`)
  .reduce(
    (all, next) => python`${all}
    ${next}`,
  );

/** Which parts a change touches, by GitHub's own comparison. Where that is not to be had, all of them. */
export const changes = (startedBy: StartedBy<"pull_request" | "push" | "merge_group">): Changes =>
  job("changes", {
    name: titled("What is touched"),
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 5,
    steps: ({ step }) => {
      const found = step(
        python`
          import json, urllib.request

          areas = {
              ${rows}
          }
          url = "{GITHUB_API_URL}/repos/{GITHUB_REPOSITORY}/compare/{BASE}...{HEAD}".format(**os.environ)
          question = urllib.request.Request(url, headers={"authorization": "Bearer " + ${github.token}})
          try:
              changed = json.load(urllib.request.urlopen(question, timeout=30))["files"]
          except OSError as error:
              print(f"what changed is not to be had ({error}): everything is checked")
              changed = []
          files = {name for file in changed for name in (file["filename"], file.get("previous_filename")) if name}
          of = {file: [area for area, starts in areas.items() if file.startswith(tuple(starts))] for file in files}
          # GitHub names 300 files at most
          everything = not 0 < len(changed) < 300 or not all(of.values())
          with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
              for area in areas:
                  touched = everything or any(area in found for found in of.values())
                  print(area, "touched" if touched else "as it was")
                  outputs.write(f"{area}={str(touched).lower()}\n")
        `,
        {
          name: "Compare",
          shell: "python3 {0}",
          env: range(startedBy),
          outputs: ["frontend", "product-api", "order-api", "manifests", "monitoring"],
          permissions: { contents: ["read", "compares commits"] },
        },
      );
      const { outputs } = found;
      return {
        frontend: outputs.frontend,
        "product-api": outputs["product-api"],
        "order-api": outputs["order-api"],
        manifests: outputs.manifests,
        monitoring: outputs.monitoring,
      };
    },
  });

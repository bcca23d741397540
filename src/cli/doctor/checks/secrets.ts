import type { NeededEnvironment } from "../../../config/index.ts";
import { type Seen, whyUnseen } from "../github.ts";
import { type Line, missing, ok, unseen, word } from "../line.ts";
import type { Needs } from "../needs.ts";
import type { Settings } from "../settings.ts";

type Names = Seen<readonly string[]>;

const has = (names: readonly string[], wanted: string) => names.some((name) => name.toUpperCase() === wanted);

function held({ name: environment, secrets }: NeededEnvironment, { repository }: Needs, seen: Names | undefined) {
  return secrets.map((secret): Line => {
    const subject = `secret ${secret} of ${environment}`;
    if (seen?.kind !== "value") return unseen(subject, whyUnseen(seen));
    if (has(seen.value, secret)) return ok(subject, "is there");
    return missing(
      subject,
      "is not there",
      `gh secret set ${secret} --repo ${repository} --env ${word(environment)} < KUBECONFIG`,
    );
  });
}

/** A kubeconfig that stands in no environment is given to every workflow of the repository, without anybody's approval. */
function kept(secret: string, { repository }: Needs, settings: Settings): Line {
  const subject = `secret ${secret} elsewhere`;
  const { repositorySecrets: own, organizationSecrets: shared } = settings;
  const places = [
    ...(own.kind === "value" && has(own.value, secret) ? ["the repository"] : []),
    ...(shared.kind === "value" && has(shared.value, secret) ? ["the organisation"] : []),
  ];
  const [owner] = repository.split("/");
  const remove = [
    ...(places.includes("the repository") ? [`gh secret delete ${secret} --repo ${repository}`] : []),
    ...(places.includes("the organisation") ? [`gh secret delete ${secret} --org ${owner}`] : []),
  ];
  if (places.length > 0)
    return missing(subject, `is a secret of ${places.join(" and ")} as well: no approval keeps it`, ...remove);
  const dark = [own, shared].find((seen) => seen.kind !== "value");
  return dark === undefined ? ok(subject, "only environments hold it") : unseen(subject, whyUnseen(dark));
}

function common(secret: string, { repository }: Needs, settings: Settings): Line {
  const subject = `secret ${secret}`;
  const all = [settings.repositorySecrets, settings.organizationSecrets];
  if (all.some((seen) => seen.kind === "value" && has(seen.value, secret))) return ok(subject, "is there");
  const dark = all.find((seen) => seen.kind !== "value");
  if (dark !== undefined) return unseen(subject, whyUnseen(dark));
  return missing(subject, "is not there", `gh secret set ${secret} --repo ${repository}`);
}

/** Kubeconfigs in their environments and nowhere else; other secrets with the repository or its organisation. */
export function secretLines(needs: Needs, settings: Settings): readonly Line[] {
  const guarded = [...new Set(needs.environments.flatMap(({ secrets }) => secrets))];
  return [
    ...needs.environments.flatMap((one) => held(one, needs, settings.environmentSecrets.get(one.name))),
    ...guarded.map((secret) => kept(secret, needs, settings)),
    ...needs.secrets.map((secret) => common(secret, needs, settings)),
  ];
}

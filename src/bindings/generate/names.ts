/** How an action is called in TypeScript. It follows from its path alone, so that it never changes with what else is there. */
const words = (text: string) =>
  text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "action" && word !== "actions");
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `actions/setup-node` → `setupNode`; `docker/build-push-action` → `dockerBuildPush`; `aws-actions/amazon-ecr-login` → `awsAmazonEcrLogin` */
export function exportName(action: string): string {
  // `acme/ci/.github/workflows/test.yml` is `acmeCiTest`
  const [owner = "", ...rest] = action.replace(/\/\.github\/workflows\/(.+)\.ya?ml$/, "/$1").split("/");
  const own = rest.flatMap(words);
  const prefix = words(owner);
  const all = own[0] === prefix[0] ? own : [...prefix, ...own];
  return all.map((word, i) => (i === 0 ? word.toLowerCase() : capital(word))).join("") || "action";
}

/** `dockerBuildPush` → `docker-build-push.ts` */
export const fileName = (action: string): string =>
  `${exportName(action).replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}.ts`;
/** `dockerBuildPush` → `DockerBuildPush` */
export const typeName = (action: string): string => capital(exportName(action));

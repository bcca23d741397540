/** How an action is called in TypeScript. It follows from its path alone, so that it never changes with what else is there. */
const words = (text: string) =>
  text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "action" && word !== "actions");
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `actions/setup-node` → `setupNode`; `docker/build-push-action` → `dockerBuildPush`; `aws-actions/amazon-ecr-login` → `awsAmazonEcrLogin` */
export function exportName(action: string): string {
  // `acme/ci/.github/workflows/test.yml` is `acmeCiTestWorkflow`: `acme/ci/test` may be an action of the same repository
  const [owner = "", ...rest] = action.replace(/\/\.github\/workflows\/(.+)\.ya?ml$/, "/$1/workflow").split("/");
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

/** Of the given actions those that would be called what another of the lock is called already. */
export function nameClashes(actions: readonly string[], lock: Iterable<string>): readonly string[] {
  const others = [...lock];
  return actions.flatMap((action) => {
    const name = exportName(action);
    const other = others.find((each) => each !== action && exportName(each) === name);
    return other === undefined
      ? []
      : [`${action} and ${other} would both be ${name}: add one of them with --into and --lock, to a place of its own`];
  });
}

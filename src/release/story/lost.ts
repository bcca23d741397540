import { titleOf } from "../kube/object.ts";
import type { ReleaseRecord } from "../record/record.ts";
import type { RecordedSecret } from "./recorded-secrets.ts";
import type { RollbackInput } from "./rollback.ts";

/** What the release to go back to would need and is no longer there: found before anything is written. */
export async function whatIsLost(
  record: ReleaseRecord,
  secrets: readonly RecordedSecret[],
  input: Pick<RollbackInput, "imageThere">,
): Promise<readonly string[]> {
  return [...(await missingImages(record, input)), ...goneSecrets(secrets)];
}

const goneSecrets = (secrets: readonly RecordedSecret[]) =>
  secrets
    .filter(({ now }) => now === "gone")
    .map(({ ref }) => `${titleOf(ref)} is gone, and values of Secrets are never recorded`);

async function missingImages(
  record: ReleaseRecord,
  { imageThere }: Pick<RollbackInput, "imageThere">,
): Promise<readonly string[]> {
  const answers = await Promise.all(
    record.images.map(async ({ name, digest }) => ({ name, digest, there: await imageThere(name, digest) })),
  );
  return answers
    .filter(({ there }) => there === "missing")
    .map(({ name, digest }) => `${name}@${digest} is no longer in its registry`);
}

import { load } from "js-yaml";
import { type Deps, kitError } from "../../action/index.ts";
import type { Access } from "../kube/proxy.ts";
import { mirrorVariable } from "../registry/reference.ts";
import { digestsOf } from "../registry/registry.ts";
import type { RegistryOptions } from "../registry/repository.ts";
import { readSmoke, type SmokeFile } from "../smoke/check.ts";
import { junit } from "../smoke/junit.ts";
import type { Prove } from "../story/prove.ts";
import { type Proven, proveRelease } from "../story/prove-release.ts";
import { dockerLogin } from "./docker-login.ts";

export async function smokeFile(path: string, deps: Deps): Promise<SmokeFile> {
  const text = await deps.files.read(path);
  const read = (): unknown => {
    try {
      return load(text);
    } catch (cause) {
      throw kitError("bad-file", `${path} is no YAML`, { cause });
    }
  };
  const parsed = readSmoke(read());
  if ("problems" in parsed)
    throw kitError("bad-file", `${path}:\n${parsed.problems.join("\n")}`, { hint: "docs/smoke.md shows every key" });
  return parsed;
}

/** Runs the checks as part of a deploy or rollback; the report is told by `told`. */
export function proofBy(
  file: SmokeFile,
  access: Access,
  deps: Deps,
  told: (report: Proven) => void | Promise<void>,
): Prove {
  return async (desk, record) => {
    const report = await proveRelease(desk, record, {
      file,
      access,
      digests: (image, digest) => digestsOf(image, digest, registryFrom(deps)),
    });
    await told(report);
    return { verdict: report.verdict, message: report.verdict === "ok" ? report.message : `smoke: ${report.message}` };
  };
}

/** Anonymous, or by what `docker login` left in the runner's configuration. */
export function registryFrom(deps: Deps): RegistryOptions {
  return {
    fetch: deps.fetch,
    signal: deps.signal,
    credential: dockerLogin(deps.env),
    mirror: deps.env[mirrorVariable],
  };
}

export const junitOf = (report: Proven, app: string): string => junit(report, `smoke ${app}`);

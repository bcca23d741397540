import { ActionError, type Files } from "../../../src/action/index.ts";
import { mostBytes, ReportError } from "../results/error.ts";
import { decodeXml } from "../xml/decode.ts";
import { readCobertura } from "./cobertura.ts";
import type { Coverage } from "./coverage.ts";
import { isLcov, readLcov } from "./lcov.ts";

/** One coverage file, in whichever of the two forms. */
export async function readCoverage(path: string, shown: string, files: Files): Promise<Coverage> {
  const bytes = await files.readBytes(path, mostBytes);
  try {
    const text = decodeXml(bytes);
    // where no test file could be loaded, plugins write a file and nothing into it
    if (text.trim() === "") return new Map();
    return isLcov(text) ? readLcov(text) : readCobertura(text);
  } catch (thrown) {
    if (!(thrown instanceof ReportError)) throw thrown;
    throw new ActionError("bad-report", `${shown} cannot be read as coverage: ${thrown.message}`, {
      expected: "lcov, or Cobertura XML",
      cause: thrown,
    });
  }
}

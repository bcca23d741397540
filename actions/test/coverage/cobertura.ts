import { ReportError } from "../results/error.ts";
import { type Element, parseXml } from "../xml/element.ts";
import { type Coverage, type FileCoverage, mergeCoverage, type Ways } from "./coverage.ts";

const inside = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name);

/** `50% (1/2)`; without it a branch line says nothing we could count. */
function ways(condition: string | undefined): Ways | undefined {
  const found = /\((\d+)\/(\d+)\)/.exec(condition ?? "");
  return found === null ? undefined : { taken: Number(found[1]), found: Number(found[2]) };
}

function fileOf(element: Element): FileCoverage {
  const lines = new Map<number, number>();
  const branches = new Map<number, Ways>();
  // the same lines stand below each method again: only those of the class count
  for (const line of inside(element, "lines").flatMap((list) => inside(list, "line"))) {
    const number = Number(line.attributes["number"]);
    if (!Number.isInteger(number) || number < 1) continue;
    lines.set(number, Math.max(lines.get(number) ?? 0, Number(line.attributes["hits"]) || 0));
    const at = line.attributes["branch"] === "true" ? ways(line.attributes["condition-coverage"]) : undefined;
    if (at) branches.set(number, at);
  }
  return { lines, branches };
}

/** Cobertura's XML: packages of classes, each with the name of its file. */
export function readCobertura(text: string): Coverage {
  const root = parseXml(text);
  if (root.name !== "coverage") throw new ReportError(`it begins with <${root.name}>, Cobertura with <coverage>`);
  const classes = inside(root, "packages")
    .flatMap((list) => inside(list, "package"))
    .flatMap((one) => inside(one, "classes"))
    .flatMap((list) => inside(list, "class"));
  return mergeCoverage(
    classes.map(
      (element) => new Map([[element.attributes["filename"] ?? element.attributes["name"] ?? "", fileOf(element)]]),
    ),
  );
}

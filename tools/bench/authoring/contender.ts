/** One way to write workflows in TypeScript, as the bench needs it. */
export interface Contender {
  readonly name: string;
  /** the text of the file of one workflow with ten jobs of eleven steps */
  readonly source: (workflow: number) => string;
  /** where a source goes, in a project of its own */
  readonly path: (workflow: number) => string;
  /** further files of the project: what starts it */
  readonly files: (workflows: number) => ReadonlyMap<string, string>;
  /** what node is given to write all YAML files */
  readonly command: readonly string[];
}

export const jobs = 10;
export const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
/** the commits that the steps of all contenders are pinned to */
export const checkout = "3d3c42e5aac5ba805825da76410c181273ba90b1";
export const setupNode = "820762786026740c76f36085b0efc47a31fe5020";

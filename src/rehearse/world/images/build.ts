import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { copyEntries } from "./copy.ts";
import { DockerfileProblem, flagOf, type Instruction } from "./dockerfile/instruction.ts";
import { readDockerfile } from "./dockerfile/read.ts";
import { unrehearsed } from "./dockerfile/unrehearsed.ts";
import { expand, SubstitutionProblem, type Variables } from "./dockerfile/variable.ts";
import { execForm, rawWords, wordOf, wordsOf } from "./dockerfile/words.ts";
import { ignoreFrom } from "./ignore.ts";
import { assembleImage, type Image, type ImageConfig, type Platform } from "./image.ts";
import { chooseRun, type Install } from "./run.ts";
import { settingOf } from "./settings.ts";
import type { CopySource } from "./source.ts";
import { Stage } from "./stage.ts";

export interface BuildRequest {
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** folders by name, for `COPY --from=NAME` */
  readonly contexts?: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Platform;
  /** an empty folder for the stages' file systems */
  readonly work: string;
  /** does what `run.ts` chose */
  readonly install: (install: Install) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface BuildResult {
  readonly image: Image;
  /** RUN lines that were left out, with their place */
  readonly notRun: readonly { readonly line: number; readonly text: string }[];
  /** base images that this machine stands in for */
  readonly bases: readonly string[];
}

/** What this machine is, as images name it. */
export const ownPlatform = (): Platform => ({
  os: "linux",
  architecture: process.arch === "arm64" ? "arm64" : "amd64",
});

function platformArgs(prefix: string, { os, architecture, variant }: Platform): Variables {
  const name = [os, architecture, variant].filter((part) => part !== undefined).join("/");
  return {
    [`${prefix}PLATFORM`]: name,
    [`${prefix}OS`]: os,
    [`${prefix}ARCH`]: architecture,
    ...(variant === undefined ? {} : { [`${prefix}VARIANT`]: variant }),
  };
}

class Build {
  readonly #request: BuildRequest;
  readonly #context: CopySource;
  readonly #stages: Stage[] = [];
  readonly #globals: Record<string, string> = {};
  readonly notRun: { line: number; text: string }[] = [];

  constructor(request: BuildRequest, context: CopySource) {
    this.#request = request;
    this.#context = context;
  }

  get #platformArgs(): Variables {
    return { ...platformArgs("TARGET", this.#request.platform), ...platformArgs("BUILD", ownPlatform()) };
  }

  stageNamed(name: string): Stage | undefined {
    return this.#stages.find((stage, at) => stage.name.toLowerCase() === name.toLowerCase() || String(at) === name);
  }

  /** by name alone, as builders have it */
  targetNamed(name: string): Stage | undefined {
    return this.#stages.findLast((stage) => stage.name.toLowerCase() === name.toLowerCase());
  }

  get last(): Stage | undefined {
    return this.#stages.at(-1);
  }

  get bases(): string[] {
    return [...new Set(this.#stages.map((stage) => stage.base))];
  }

  async #from(instruction: Instruction): Promise<void> {
    const words = wordsOf(instruction.text, { ...this.#platformArgs, ...this.#globals }, instruction.escaper);
    const [image = "", as, name] = words;
    if (words.length > 1 && (words.length !== 3 || as?.toLowerCase() !== "as"))
      throw new DockerfileProblem(
        instruction.line,
        `expected FROM IMAGE, or FROM IMAGE AS NAME, got "${instruction.text}"`,
      );
    if (image === "")
      throw new DockerfileProblem(instruction.line, "FROM needs an image: the ARG it names has no value");
    const parent = this.stageNamed(image);
    const folder = join(this.#request.work, String(this.#stages.length));
    const stageName = name ?? "";
    if (stageName !== "" && !/^[a-z][\w.-]*$/i.test(stageName))
      throw new DockerfileProblem(instruction.line, `a stage's name begins with a letter, "${stageName}" does not`);
    const stage = new Stage(stageName, parent?.base ?? image, folder, parent);
    stage.history.push({ created_by: `FROM ${image}`, empty_layer: true });
    this.#stages.push(stage);
    this.#request.log(parent ? `FROM ${image}` : `FROM ${image}: this machine stands in for it`);
    const { line } = instruction;
    for (const trigger of parent?.config.OnBuild ?? [])
      for (const own of readDockerfile(trigger)) await this.#perform({ ...own, line });
  }

  #arg({ text, escaper }: Instruction, stage: Stage | undefined): void {
    // cut without variables first: one of them may be set by the word before
    for (const raw of rawWords(text, escaper)) {
      const [word = ""] = wordsOf(raw, stage ? stage.variables : this.#globals, escaper);
      const at = word.indexOf("=");
      const name = at < 0 ? word : word.slice(0, at);
      const value =
        this.#request.buildArgs[name] ??
        (at < 0 ? undefined : word.slice(at + 1)) ??
        (stage ? (this.#globals[name] ?? this.#platformArgs[name]) : undefined);
      if (value === undefined) continue;
      if (stage) stage.setArg(name, value);
      else this.#globals[name] = value;
    }
  }

  async #run(instruction: Instruction, stage: Stage): Promise<void> {
    const text = instruction.heredocs[0]?.content ?? execForm(instruction.text)?.join(" ") ?? instruction.text;
    const choice = chooseRun(text, stage);
    if (choice.kind === "not-run") {
      this.notRun.push({ line: instruction.line, text: choice.text });
      stage.history.push({ created_by: `RUN ${text}`, empty_layer: true });
      this.#request.log(`not run: ${choice.text}`);
      return;
    }
    this.#request.log(`RUN ${text}`);
    const changes = await stage.changesOf(() => this.#request.install(choice.install));
    await stage.commit(changes, `RUN ${text}`, { ...stage.user, mode: 0o755 });
  }

  async #copy(instruction: Instruction, stage: Stage): Promise<void> {
    const from = flagOf(instruction, "from");
    const source = from === undefined ? this.#context : this.#stageSource(expand(from, stage.variables), instruction);
    const { entries, made } = await copyEntries(instruction, stage, source);
    stage.place(entries, source.stage ? "linked" : "copied");
    const fresh = flagOf(instruction, "link") !== undefined;
    await stage.commit(entries, `${instruction.keyword} ${instruction.text}`, made, fresh);
    this.#request.log(`${instruction.keyword} ${instruction.text}`);
  }

  /** As builders do, it makes a layer with the folder, an empty one where that is there already. */
  async #workdir({ text, keyword, escaper, line }: Instruction, stage: Stage): Promise<void> {
    const asked = wordOf(text, stage.variables, escaper);
    if (asked === "") throw new DockerfileProblem(line, "WORKDIR needs a folder");
    const path = stage.resolve(asked);
    stage.configure({ WorkingDir: asked.startsWith("/") ? asked : `/${path}` }, `${keyword} ${text}`);
    if (path === "") return;
    const made = { mode: 0o755, ...stage.user };
    const entries = stage.hasFolder(path) ? [] : [{ path, ...made, what: { kind: "folder" } } as const];
    stage.place(entries, "copied");
    await stage.commit(entries, `${keyword} ${text}`, made);
  }

  #stageSource(name: string, { line }: Instruction): CopySource {
    const folder = this.#request.contexts?.[name];
    if (folder !== undefined) return { root: folder, label: `the context ${name}`, ignored: () => false };
    const stage = this.stageNamed(name);
    if (!stage)
      throw new DockerfileProblem(
        line,
        `--from=${name}: there is no such stage, and other images are not pulled in a rehearsal`,
      );
    return { root: stage.root, label: `stage ${name}`, ignored: () => false, stage };
  }

  async perform(instruction: Instruction): Promise<void> {
    try {
      await this.#perform(instruction);
    } catch (cause) {
      if (!(cause instanceof SubstitutionProblem)) throw cause;
      throw new DockerfileProblem(instruction.line, cause.message);
    }
  }

  async #perform(instruction: Instruction): Promise<void> {
    const stage = this.last;
    if (instruction.keyword === "FROM") return this.#from(instruction);
    if (instruction.keyword === "ARG") return this.#arg(instruction, stage);
    if (!stage) throw new DockerfileProblem(instruction.line, `${instruction.keyword} stands before the first FROM`);
    if (instruction.keyword === "RUN") return this.#run(instruction, stage);
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") return this.#copy(instruction, stage);
    if (instruction.keyword === "WORKDIR") return this.#workdir(instruction, stage);
    const setting = settingOf(instruction, stage);
    if (setting) stage.configure(setting, `${instruction.keyword} ${instruction.text}`);
    // MAINTAINER is no part of a config
    else stage.history.push({ created_by: `${instruction.keyword} ${instruction.text}`, empty_layer: true });
  }
}

/** A real OCI image of a Dockerfile, without a Docker engine: the same sources give the same digest. */
export async function buildImage(request: BuildRequest): Promise<BuildResult> {
  const instructions = readDockerfile(await readFile(request.dockerfile, "utf8"));
  const refused = unrehearsed(instructions);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join("\n"));
  const ignoreText =
    (await readFile(`${request.dockerfile}.dockerignore`, "utf8").catch(() => undefined)) ??
    (await readFile(join(request.context, ".dockerignore"), "utf8").catch(() => ""));
  const build = new Build(request, {
    root: request.context,
    label: "the build's context",
    ignored: ignoreFrom(ignoreText),
  });
  for (const instruction of instructions) {
    await build.perform(instruction);
    if (request.target !== undefined && build.targetNamed(request.target) && endsStage(instructions, instruction))
      break;
  }
  const stage = request.target === undefined ? build.last : build.targetNamed(request.target);
  if (!stage)
    throw new DockerfileProblem(
      1,
      request.target === undefined ? "there is no FROM" : `there is no stage "${request.target}"`,
    );
  const { layers, history } = stage;
  const config: ImageConfig = { ...stage.config, Labels: { ...stage.config.Labels, ...request.labels } };
  const image = assembleImage({
    config,
    layers,
    history,
    platform: request.platform,
    annotations: request.annotations,
  });
  return { image, notRun: build.notRun, bases: build.bases };
}

const endsStage = (all: readonly Instruction[], instruction: Instruction): boolean =>
  all[all.indexOf(instruction) + 1]?.keyword === "FROM";

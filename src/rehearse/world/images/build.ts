import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CopySource, copyEntries } from "./copy.ts";
import { DockerfileProblem, flagOf, type Instruction } from "./dockerfile/instruction.ts";
import { readDockerfile } from "./dockerfile/read.ts";
import { unrehearsed } from "./dockerfile/unrehearsed.ts";
import { expand, SubstitutionProblem, type Variables } from "./dockerfile/variable.ts";
import { execForm, pairsOf, wordsOf } from "./dockerfile/words.ts";
import { ignoreFrom } from "./ignore.ts";
import { assembleImage, type Image, type ImageConfig, type Platform } from "./image.ts";
import { chooseRun, type Install } from "./run.ts";
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
    const { os, architecture } = this.#request.platform;
    const name = `${os}/${architecture}`;
    const own = { PLATFORM: name, OS: os, ARCH: architecture };
    return Object.fromEntries(
      Object.entries(own).flatMap(([key, value]) => [
        [`TARGET${key}`, value],
        [`BUILD${key}`, value],
      ]),
    );
  }

  stageNamed(name: string): Stage | undefined {
    return this.#stages.find((stage, at) => stage.name.toLowerCase() === name.toLowerCase() || String(at) === name);
  }

  get last(): Stage | undefined {
    return this.#stages.at(-1);
  }

  get bases(): string[] {
    return [...new Set(this.#stages.map((stage) => stage.base))];
  }

  #from(instruction: Instruction): void {
    const words = wordsOf(instruction.text, { ...this.#platformArgs, ...this.#globals });
    const [image = "", as, name] = words;
    if (image === "")
      throw new DockerfileProblem(instruction.line, "FROM needs an image: the ARG it names has no value");
    const parent = this.stageNamed(image);
    const root = join(this.#request.work, String(this.#stages.length));
    const stage = new Stage(as?.toLowerCase() === "as" ? (name ?? "") : "", parent?.base ?? image, root, parent);
    stage.history.push({ created_by: `FROM ${image}`, empty_layer: true });
    this.#stages.push(stage);
    this.#request.log(parent ? `FROM ${image}` : `FROM ${image}: this machine stands in for it`);
  }

  #arg(instruction: Instruction, stage: Stage | undefined): void {
    const scope = stage ? stage.variables : this.#globals;
    for (const [name, fallback] of wordsOf(instruction.text, scope).map((word): [string, string | undefined] => {
      const at = word.indexOf("=");
      return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
    })) {
      const value =
        this.#request.buildArgs[name] ??
        fallback ??
        (stage ? (this.#globals[name] ?? this.#platformArgs[name]) : undefined);
      if (value === undefined) continue;
      if (stage) stage.args.set(name, value);
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
    await stage.commit(changes, `RUN ${text}`);
  }

  async #copy(instruction: Instruction, stage: Stage): Promise<void> {
    const from = flagOf(instruction, "from");
    const source = from === undefined ? this.#context : this.#stageSource(expand(from, stage.variables), instruction);
    const entries = copyEntries(instruction, stage, source);
    stage.place(entries, source.ownedByBuild ? "linked" : "copied");
    await stage.commit(entries, `${instruction.keyword} ${instruction.text}`);
    this.#request.log(`${instruction.keyword} ${instruction.text}`);
  }

  /** As builders do, it makes the folder where it is not there yet. */
  async #workdir({ text, keyword }: Instruction, stage: Stage): Promise<void> {
    const path = stage.resolve(wordsOf(text, stage.variables)[0] ?? "");
    stage.configure({ WorkingDir: `/${path}` }, `${keyword} ${text}`);
    if (path === "" || stage.has(path)) return;
    const entries = [{ path, mode: 0o755, uid: 0, gid: 0, what: { kind: "folder" } }] as const;
    stage.place(entries, "copied");
    await stage.commit(entries, `${keyword} ${text}`);
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
    return { root: stage.root, label: `stage ${name}`, ignored: () => false, ownedByBuild: true };
  }

  #setting(instruction: Instruction, stage: Stage): Partial<ImageConfig> | undefined {
    const { text } = instruction;
    const { variables, config } = stage;
    const command = () => execForm(text) ?? [...stage.shell, text];
    // commands keep their text: what looks like a variable there is the shell's, or another language's
    const first = () => wordsOf(text, variables)[0] ?? "";
    const named = () => Object.fromEntries((execForm(text) ?? wordsOf(text, variables)).map((name) => [name, {}]));
    switch (instruction.keyword) {
      case "ENV":
        for (const [key, value] of pairsOf(text, variables)) stage.env.set(key, value);
        return { Env: [...stage.env].map(([key, value]) => `${key}=${value}`) };
      case "LABEL":
        return { Labels: { ...config.Labels, ...Object.fromEntries(pairsOf(text, variables)) } };
      case "USER":
        return { User: first() };
      case "CMD":
        stage.hasOwnCommand = true;
        return { Cmd: command() };
      case "ENTRYPOINT":
        // an inherited CMD does not survive a new entry point, the stage's own does
        return { Entrypoint: command(), ...(stage.hasOwnCommand ? {} : { Cmd: [] }) };
      case "EXPOSE":
        return {
          ExposedPorts: {
            ...config.ExposedPorts,
            ...Object.fromEntries(
              wordsOf(text, variables).map((port) => [port.includes("/") ? port : `${port}/tcp`, {}]),
            ),
          },
        };
      case "VOLUME":
        return { Volumes: { ...config.Volumes, ...named() } };
      case "STOPSIGNAL":
        return { StopSignal: first() };
      default:
        return undefined;
    }
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
    if (instruction.keyword === "SHELL") stage.shell = execForm(instruction.text) ?? stage.shell;
    const setting = this.#setting(instruction, stage);
    if (setting) stage.configure(setting, `${instruction.keyword} ${instruction.text}`);
    // HEALTHCHECK and MAINTAINER are no part of an OCI config; ONBUILD would act in other builds only
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
    if (request.target !== undefined && build.last?.name === request.target && endsStage(instructions, instruction))
      break;
  }
  const stage = request.target === undefined ? build.last : build.stageNamed(request.target);
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

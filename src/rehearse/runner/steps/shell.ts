/** How a script is handed to its shell: `{0}` stands for the script's file. */
export interface Shell {
  readonly command: readonly string[];
  readonly extension: string;
  /** the runner puts these around a script of this shell */
  readonly before?: string;
  readonly after?: string;
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
const shells: Readonly<Record<string, Shell>> = {
  bash: { command: ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "{0}"], extension: ".sh" },
  sh: { command: ["sh", "-e", "{0}"], extension: ".sh" },
  python: { command: ["python3", "{0}"], extension: ".py" },
  pwsh: {
    command: ["pwsh", "-command", ". '{0}'"],
    extension: ".ps1",
    before: "$ErrorActionPreference = 'stop'\n",
    after: "\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }",
  },
};

/** Where no shell is named, the runner leaves out `pipefail`. */
const unnamed: Shell = { command: ["bash", "-e", "{0}"], extension: ".sh" };

/** As the runner splits it: double quotes keep words together, single ones are letters like others. */
function words(command: string): string[] {
  const found = command.match(/(?:"(?:\\.|[^"])*"|\S)+/g) ?? [];
  return found.map((word) => word.replaceAll(/"((?:\\.|[^"])*)"/g, (_, inner: string) => inner.replaceAll('\\"', '"')));
}

export type ShellChoice = { readonly shell: Shell } | { readonly problem: string };

/** `undefined`, a known name in any case, or a command with `{0}`. */
export function chooseShell(name: string | undefined): ShellChoice {
  if (name === undefined || name === "") return { shell: unnamed };
  const known = Object.hasOwn(shells, name.toLowerCase()) ? shells[name.toLowerCase()] : undefined;
  if (known) return { shell: known };
  if (!name.includes("{0}"))
    return {
      problem: `shell "${name}" is none of ${Object.keys(shells).join(", ")}, and has no {0} for the script's file`,
    };
  return { shell: { command: words(name), extension: "" } };
}

export function commandFor(shell: Shell, file: string): { readonly command: string; readonly args: readonly string[] } {
  const [command = "", ...args] = shell.command.map((part) => part.replaceAll("{0}", file));
  return { command, args };
}

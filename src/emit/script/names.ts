/** Readable names for the variables that expressions in code become. */

/** Variables that programs read for themselves: a value of ours must not take their place. */
const reserved = new Set([
  ..."PATH HOME USER SHELL PWD OLDPWD IFS LANG TERM TMPDIR TMP TEMP CI ENV BASH_ENV PS1 PS2 PS4 SHELLOPTS BASHOPTS".split(
    " ",
  ),
  ..."HOSTNAME LOGNAME MAIL EDITOR PAGER DISPLAY CDPATH GLOBIGNORE HISTFILE OPTIND OPTARG RANDOM SECONDS UID EUID PPID LINENO".split(
    " ",
  ),
  ..."NODE_OPTIONS NODE_PATH PYTHONPATH PYTHONHOME PYTHONSTARTUP PERL5LIB RUBYOPT JAVA_TOOL_OPTIONS JAVA_HOME GOPATH GOROOT".split(
    " ",
  ),
  ..."HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR KUBECONFIG DOCKER_HOST DOCKER_CONFIG CC CXX CFLAGS LDFLAGS".split(
    " ",
  ),
  ..."VALUE_ DATE TIME STATUS REPLY GROUPS DIRSTACK PIPESTATUS FUNCNAME COLUMNS LINES TZ".split(" "),
]);
const reservedPrefix = /^(?:GITHUB_|RUNNER_|ACTIONS_|INPUT_|STATE_|LD_|DYLD_|LC_|GIT_|NPM_CONFIG_|BASH_|AZURE_|AWS_)/;

/** `github.event.pull_request.number` → `PULL_REQUEST_NUMBER`; `needs.build.outputs.image` → `BUILD_IMAGE`; `steps.a.outputs.a` → `A` */
function baseOf(expression: string): { readonly name: string; readonly root: string } {
  const words = expression.includes("'")
    ? expression.replace(/'[^']*'/g, (quoted) => (/^'[\w-]+'$/.test(quoted) ? quoted.slice(1, -1) : ""))
    : expression;
  const root = /^[A-Za-z]\w*/.exec(words)?.[0] ?? "value";
  const name = words
    .replace(/\b(?:github\.event|github|inputs|needs|jobs|steps|matrix|secrets|vars|env|runner|strategy|job)\./g, "")
    // a step is often called after its only output: once is enough
    .replace(/\b([\w-]+)\.outputs\.\1\b/g, "$1")
    .replace(/\.outputs\./g, "_")
    .replace(/\.\*/g, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  return { name: /^[A-Z]/.test(name) ? name.slice(0, 60) : `VALUE_${name}`.replace(/_$/, "").slice(0, 60), root };
}

/** A name that no program reads for itself, that the script does not use, and that no other value of the step has. */
export function variableName(expression: string, taken: (name: string) => boolean): string {
  const { name, root } = baseOf(expression);
  const base = reserved.has(name) || reservedPrefix.test(name) ? `${root.toUpperCase()}_${name}` : name;
  const free = (candidate: string) => !taken(candidate) && !reserved.has(candidate) && !reservedPrefix.test(candidate);
  const first = free(base) ? base : `THE_${base}`;
  for (let n = 2, candidate = first; ; n++, candidate = `${first}_${n}`) if (free(candidate)) return candidate;
}

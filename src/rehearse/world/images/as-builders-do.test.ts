/** What BuildKit was seen to do, on a base that nobody has to know: `test/engine/rehearse/dockerfiles.test.ts` compares the two. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildIn, listing } from "./testing/build.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "build-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const tree = { "a.txt": "a", "b.txt": "b", "dir/x.txt": "x" };
const build = (lines: readonly string[], files: Readonly<Record<string, string | Buffer>> = tree) =>
  buildIn(folder, lines.join("\n"), files, {});
const layersOf = async (...lines: readonly string[]) =>
  (await build(lines)).image.layers.map(({ content }) => listing(content));
const configOf = async (...lines: readonly string[]) => (await build(lines)).config;
/** Without what every image from nothing has. */
const envOf = async (...lines: readonly string[]) => (await configOf("FROM scratch", ...lines)).Env?.slice(1);

test("an image from nothing has a PATH and a working folder", async () =>
  expect(await configOf("FROM scratch")).toEqual({
    Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    WorkingDir: "/",
  }));

test.each<[string, readonly string[], readonly string[]]>([
  ["blanks stay in the older form of ENV", ["ENV OLD two  blanks   'and quotes'"], ["OLD=two  blanks   and quotes"]],
  [
    "what was said last counts",
    ["ENV A=env", "ARG A=arg", "ENV B=$A", "ENV A=new", "ENV C=$A"],
    ["A=new", "B=arg", "C=new"],
  ],
  ["a word of ARG sees the words before", ["ARG A=1 B=${A}2", "ENV C=$B"], ["C=12"]],
])("%s", async (_, lines, env) => expect(await envOf(...lines)).toEqual(env));

test("another escape character holds inside of words as well", async () =>
  expect((await configOf("# escape=`", "FROM scratch", "ENV A=x` y B=c:\\dir")).Env?.slice(1)).toEqual([
    "A=x y",
    "B=c:\\dir",
  ]));

test("arguments of a stage go to those that are built from it", async () => {
  const { Env } = await configOf("FROM scratch AS one", "ARG A=1", "FROM one", "ENV B=$A");
  expect(Env).toContain("B=1");
});

test("settings of Docker's own are kept", async () => {
  const config = await configOf(
    "FROM scratch",
    'SHELL ["/bin/bash", "-c"]',
    "HEALTHCHECK --interval=1m30s --timeout=1.5s --retries=3 CMD curl x",
    "EXPOSE 80 7000-7001/udp",
    "ONBUILD USER 7",
    "CMD hi",
  );
  expect(config).toMatchObject({
    Shell: ["/bin/bash", "-c"],
    Healthcheck: { Test: ["CMD-SHELL", "curl x"], Interval: 90e9, Timeout: 1.5e9, Retries: 3 },
    ExposedPorts: { "80/tcp": {}, "7000/udp": {}, "7001/udp": {} },
    OnBuild: ["USER 7"],
    Cmd: ["/bin/bash", "-c", "hi"],
  });
});

test("ONBUILD acts in the stage that is built from it, and in no later one", async () => {
  const lines = [
    "FROM scratch AS base",
    "ONBUILD COPY a.txt /once/",
    "ONBUILD USER 7",
    "FROM base AS child",
    "FROM child",
  ];
  const { config, image } = await build(lines);
  expect(config).toMatchObject({ User: "7" });
  expect(config.OnBuild).toBeUndefined();
  expect(image.layers.map(({ content }) => listing(content))).toEqual([
    ["drwxr-xr-x 0/0 once/", "-rw-r--r-- 0/0 once/a.txt"],
  ]);
});

test("folders keep their owners when something is put into them, and a stage's files keep theirs", async () => {
  const lines = ["FROM scratch AS one", "COPY --chown=5:6 --chmod=700 dir /d", "COPY a.txt /d/"];
  expect((await layersOf(...lines))[1]).toEqual(["drwx------ 5/6 d/", "-rw-r--r-- 0/0 d/a.txt"]);
  expect(await layersOf(...lines, "FROM scratch", "COPY --from=one /d/x.txt /y")).toEqual([["-rwx------ 5/6 y"]]);
});

test("new folders on the way are like what is copied, and a working folder is the user's", async () => {
  expect(await layersOf("FROM scratch", "COPY --chown=3:4 a.txt /p/q/")).toEqual([
    ["drwxr-xr-x 3/4 p/", "drwxr-xr-x 3/4 p/q/", "-rw-r--r-- 3/4 p/q/a.txt"],
  ]);
  expect(await layersOf("FROM scratch", "USER 8:9", "WORKDIR /w")).toEqual([["drwxr-xr-x 8/9 w/"]]);
});

test("modes may be given in letters", async () =>
  expect(await layersOf("FROM scratch", "COPY --chmod=u=rwX,go=X dir /d", "COPY --chmod=a+x a.txt /x")).toEqual([
    ["drwx--x--x 0/0 d/", "-rw------- 0/0 d/x.txt"],
    ["-rwxr-xr-x 0/0 x"],
  ]));

test("blocks and files go together, to a folder that is there also without a slash", async () =>
  expect(await layersOf("FROM scratch", "WORKDIR /d", "COPY <<one a.txt /d", "text", "one")).toEqual([
    ["drwxr-xr-x 0/0 d/"],
    ["drwxr-xr-x 0/0 d/", "-rw-r--r-- 0/0 d/a.txt", "-rw-r--r-- 0/0 d/one"],
  ]));

test("a pattern may meet nothing, a name may not", async () => {
  expect(await layersOf("FROM scratch", "COPY a.txt none* /to/")).toHaveLength(1);
  await expect(layersOf("FROM scratch", "COPY none /to/")).rejects.toThrow('"none" is not there');
});

test("ADD unpacks an archive with the owners that it says", async () => {
  const at = folder();
  writeFileSync(join(at, "x"), "x");
  execFileSync("tar", ["-czf", "pack", "--owner=5", "--group=6", "--mode=640", "x"], { cwd: at });
  const { image } = await build(["FROM scratch", "ADD pack /to"], { pack: readFileSync(join(at, "pack")) });
  expect(listing(image.layers[0]?.content ?? Buffer.alloc(0))).toEqual(["drwxr-xr-x 0/0 to/", "-rw-r----- 5/6 to/x"]);
});

test.each([
  ["ENV A", 'expected NAME=VALUE, got "A"'],
  ["LABEL a=1 b", 'expected NAME=VALUE, got "b"'],
  ['ENV A="x', 'A="x has a " that is not closed'],
  ["EXPOSE", "EXPOSE needs an argument"],
  ["EXPOSE many", 'expected a port like 8080, 53/udp or 7000-7002, got "many"'],
  ["HEALTHCHECK --interval=soon CMD x", 'expected a duration like 1m30s, got "soon"'],
  ["HEALTHCHECK x", 'HEALTHCHECK is CMD and a command, or NONE, not "x"'],
  ["SHELL /bin/bash", 'SHELL takes a list like ["/bin/bash", "-c"], not /bin/bash'],
  ["COPY --chmod=999 a.txt /", "--chmod=999: expected a number like 755, or letters like u=rwX,go=rX"],
  ["FROM scratch one", 'expected FROM IMAGE, or FROM IMAGE AS NAME, got "scratch one"'],
  ["FROM scratch AS 1a", 'a stage\'s name begins with a letter, "1a" does not'],
])("%s is refused", async (line, why) => expect(build(["FROM scratch", line])).rejects.toThrow(`Dockerfile:2 ${why}`));

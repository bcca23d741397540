/** A Dockerfile with what it is built from, for both builders. */
export interface DockerfileCase {
  readonly name: string;
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
  /** path → mode, where it is not 644 */
  readonly modes?: Readonly<Record<string, number>>;
  /** path → what it points to */
  readonly links?: Readonly<Record<string, string>>;
  /** path → what `tar` packs there, owned by 5:6 */
  readonly archives?: Readonly<Record<string, readonly string[]>>;
  /** `NAME=VALUE` */
  readonly args?: readonly string[];
  readonly target?: string;
  readonly platform?: string;
}

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const tree = { "a.txt": "a", "b.txt": "b", "c.md": "c", "dir/x.txt": "x", "dir/y.md": "y", "dir/deep/z.txt": "z" };

/** Instructions that set how a container starts. */
export const settings: readonly DockerfileCase[] = [
  {
    name: "ENV in all its forms, one over another",
    dockerfile: lines(
      "FROM scratch",
      "ENV A=1 B=\"two words\" C=back\\ slash D='$A'",
      "ENV OLD the rest of   the line",
      "ENV E=$A-${B} F=${NONE:-x} G=${A:+y} A=2 H=$A",
      'ENV Q="a \\"quoted\\" word" EMPTY=',
    ),
  },
  {
    name: "LABEL with quotes, several on lines of their own, and the older form",
    dockerfile: lines(
      "FROM scratch",
      'LABEL "com.example.vendor"="ACME Incorporated" version="1.0"',
      'LABEL description="This text illustrates \\',
      'that label-values can span multiple lines."',
      'LABEL multi="a" \\',
      "      other='b c'",
      "LABEL old style of it",
      "ENV V=3",
      "LABEL expanded=$V-${V} kept='$V'",
    ),
  },
  {
    name: "CMD and ENTRYPOINT as lists",
    dockerfile: lines("FROM scratch", 'ENTRYPOINT ["/bin/app", "--flag=$HOME"]', 'CMD ["a", "b c", "d\\"e"]'),
  },
  {
    name: "CMD and ENTRYPOINT as text",
    dockerfile: lines("FROM scratch", "ENTRYPOINT exec top -b", "CMD echo $HOME  two"),
  },
  { name: "a list that is no JSON is text", dockerfile: lines("FROM scratch", "CMD ['single', 'quotes']") },
  {
    name: "a new ENTRYPOINT forgets the CMD of the stage before",
    dockerfile: lines("FROM scratch AS one", 'CMD ["old"]', "FROM one", 'ENTRYPOINT ["new"]'),
  },
  {
    name: "an ENTRYPOINT keeps the CMD of its own stage, the last of several",
    dockerfile: lines("FROM scratch", 'CMD ["first"]', 'CMD ["second"]', 'ENTRYPOINT ["e"]', 'ENTRYPOINT ["f"]'),
  },
  { name: "an empty ENTRYPOINT", dockerfile: lines("FROM scratch", 'CMD ["a"]', "ENTRYPOINT []") },
  {
    name: "EXPOSE with protocols, ranges and variables",
    dockerfile: lines("FROM scratch", "ARG P=8080", "EXPOSE 80 443/tcp 53/udp", "EXPOSE $P/tcp 7000-7002"),
  },
  {
    name: "VOLUME as a list and as words",
    dockerfile: lines("FROM scratch", 'VOLUME ["/data", "/b c"]', "VOLUME /x /y"),
  },
  {
    name: "USER by number and name",
    dockerfile: lines("FROM scratch AS one", "USER 1001:1002", "FROM one", "USER shop"),
  },
  { name: "STOPSIGNAL", dockerfile: lines("FROM scratch", "ARG S=SIGQUIT", "STOPSIGNAL $S") },
  {
    name: "HEALTHCHECK with its options",
    dockerfile: lines(
      "FROM scratch",
      "HEALTHCHECK --interval=5m --timeout=3s --start-period=10s --start-interval=2s --retries=4 \\",
      "  CMD curl -f http://localhost/ || exit 1",
    ),
  },
  { name: "HEALTHCHECK as a list", dockerfile: lines("FROM scratch", 'HEALTHCHECK --retries=2 CMD ["/check", "a b"]') },
  {
    name: "HEALTHCHECK NONE",
    dockerfile: lines("FROM scratch AS one", "HEALTHCHECK CMD x", "FROM one", "HEALTHCHECK NONE"),
  },
  {
    name: "SHELL decides how text is run, and stays with those built from it",
    dockerfile: lines(
      "FROM scratch AS one",
      'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]',
      "FROM one",
      "CMD echo hi",
      "HEALTHCHECK CMD ok",
    ),
  },
  {
    name: "ONBUILD is kept for others",
    dockerfile: lines("FROM scratch", "ONBUILD COPY a.txt /", "ONBUILD ENV X=$Y", 'ONBUILD CMD ["x"]'),
  },
  {
    name: "ONBUILD acts in a stage that is built from it, once",
    dockerfile: lines(
      "FROM scratch AS base",
      "ONBUILD COPY a.txt /from-onbuild/",
      "ONBUILD ENV FROM_ONBUILD=yes",
      "FROM base AS child",
      "ENV CHILD=$FROM_ONBUILD",
      "FROM child",
      "COPY b.txt /",
    ),
    files: tree,
  },
  {
    name: "MAINTAINER and instructions in small letters",
    dockerfile: lines("from scratch", "maintainer me", "env a=b", 'cmd ["x"]'),
  },
  {
    name: "WORKDIR: absolute, relative, with variables, made where it is not there",
    dockerfile: lines(
      "FROM scratch",
      "ENV SUB=c",
      "WORKDIR /a",
      "WORKDIR b",
      "WORKDIR $SUB/d",
      "WORKDIR ..",
      "COPY a.txt .",
    ),
    files: tree,
  },
  { name: "WORKDIR alone", dockerfile: lines("FROM scratch", "WORKDIR /only/this/") },
  { name: "WORKDIR with a blank in quotes", dockerfile: lines("FROM scratch", 'WORKDIR "/a b"') },
  {
    name: "WORKDIR at the root, and one that is there already",
    dockerfile: lines("FROM scratch", "WORKDIR /", "WORKDIR /a", "WORKDIR /a"),
  },
  {
    name: "EXPOSE and VOLUME of a variable with blanks",
    dockerfile: lines("FROM scratch", 'ARG P="80 81/udp"', "EXPOSE $P", "ARG V=/v", 'VOLUME "$V" ["/x"'),
  },
  {
    name: "USER, WORKDIR and STOPSIGNAL with quotes",
    dockerfile: lines("FROM scratch", 'USER "1001"', "WORKDIR '/w'", 'STOPSIGNAL "9"'),
  },
];

/** How the language is read. */
export const language: readonly DockerfileCase[] = [
  {
    name: "ARG before FROM is seen in a stage only when it is named there",
    dockerfile: lines(
      "ARG BASE=scratch",
      "ARG V=global",
      "ARG W=${V}-w",
      "FROM ${BASE}",
      "ENV UNSEEN=$V",
      "ARG V",
      "ARG W",
      "ENV SEEN=$V WITH=$W",
      "ARG V=local",
      "ENV LOCAL=$V",
    ),
  },
  {
    name: "build arguments win over defaults, and ENV over both",
    dockerfile: lines(
      "FROM scratch",
      "ARG A=1",
      "ARG B=2 C",
      "ENV OUT=$A-$B-$C",
      "ENV A=env",
      "ARG A=later",
      "ENV LAST=$A",
    ),
    args: ["A=given", "C=see", "UNUSED=x"],
  },
  {
    name: "an argument of a stage is not one of the next, unless that is built from it",
    dockerfile: lines(
      "FROM scratch AS one",
      "ARG A=1",
      "ENV ONE=$A",
      "FROM one AS two",
      "ENV TWO=${A:-none}",
      "FROM scratch",
      "ENV THREE=${A:-none}",
    ),
    target: "two",
  },
  {
    name: "substitutions, with words, patterns and replacements",
    dockerfile: lines(
      "FROM scratch",
      "ARG P=/usr/local/lib/app.tar.gz",
      "ENV A=${P#*/} B=${P##*/} C=${P%.*} D=${P%%.*} E=${P/l?/L} F=${P//l?/L}",
      "ENV G=\"${NONE:-a b}\" H=${NONE-d} I=${P:+set} J=\\$P K=\\\\$P L='${P}'",
      "ENV M=${NONE:-${OTHER:-$P}}",
    ),
  },
  {
    name: "the platform's arguments",
    dockerfile: lines(
      "FROM --platform=$BUILDPLATFORM scratch AS one",
      "ARG TARGETOS",
      "ARG TARGETARCH",
      "ARG TARGETVARIANT",
      "ARG TARGETPLATFORM",
      "FROM scratch",
      "ARG TARGETOS",
      "ARG TARGETARCH",
      "ARG TARGETPLATFORM",
      "ARG TARGETVARIANT=none",
      "ENV ON=$TARGETOS/$TARGETARCH P=$TARGETPLATFORM V=$TARGETVARIANT UNNAMED=$BUILDARCH",
    ),
    platform: "linux/arm64",
  },
  {
    name: "a platform with a variant",
    dockerfile: lines(
      "FROM scratch",
      "ARG TARGETVARIANT",
      "ARG TARGETPLATFORM",
      "ENV V=$TARGETVARIANT P=$TARGETPLATFORM",
    ),
    platform: "linux/arm/v7",
  },
  {
    name: "comments and empty lines between joined lines",
    dockerfile: lines(
      "# syntax-less",
      "FROM scratch",
      "ENV A=1 \\",
      "  # a comment",
      "",
      "    B=2 \\",
      "\t# another",
      "  C='# none'",
      "# end",
    ),
  },
  {
    name: "another escape character",
    dockerfile: lines("# escape=`", "FROM scratch", "ENV A=1 `", "    B=c:\\dir\\ `", "    C=x` y", 'CMD ["a\\\\b"]'),
  },
  {
    name: "a syntax directive and a check directive",
    dockerfile: lines("# check=skip=all", "# escape=\\", "FROM scratch", "ENV A=a\\ b"),
  },
  {
    name: "Windows' ends of lines and a byte order mark",
    dockerfile: '\uFEFFFROM scratch\r\nENV A=1 \\\r\n    B=2\r\nCMD ["x"]\r\n',
  },
  { name: "a last line that goes on into nothing", dockerfile: "FROM scratch\nENV A=1 \\\n" },
  {
    name: "stages by name in any case, by number, and a target in the middle",
    dockerfile: lines(
      "FROM scratch AS Build",
      "COPY a.txt /a",
      "FROM scratch AS middle",
      "COPY --from=0 /a /one",
      "COPY --from=build /a /two",
      "FROM scratch AS last",
      "COPY b.txt /b",
    ),
    files: tree,
    target: "Middle",
  },
  {
    name: "blocks as files: expanded, quoted, tabs dropped, several at once",
    dockerfile: lines(
      "FROM scratch",
      "ENV NAME=shop",
      "COPY <<hello.txt <<'raw.txt' <<-tabs.txt /to/",
      "hello $NAME ${NAME}",
      "hello.txt",
      "raw $NAME \\",
      "raw.txt",
      "\t\tindented",
      "\ttabs.txt",
      "COPY --chmod=755 --chown=7:8 <<EOF /run.sh",
      "#!/bin/sh",
      'echo \\$HOME "$NAME"',
      "EOF",
      'COPY <<"X" a.txt /mixed/',
      "",
      "X",
    ),
    files: tree,
  },
  {
    name: "ARG after ENV, with and without a value",
    dockerfile: lines(
      "FROM scratch",
      "ENV A=env B=env",
      "ARG A=arg",
      "ARG B",
      "ENV X=$A Y=$B",
      "ENV A=again",
      "ENV Z=$A",
    ),
  },
  {
    name: "ARG with quotes, and with others in its value",
    dockerfile: lines("FROM scratch", "ARG A='x y' B=\"$A z\"", "ARG C=${B}-c", "ENV A=$A B=$B C=$C"),
  },
  {
    name: "the platform of the builder",
    dockerfile: lines(
      "ARG BUILDPLATFORM",
      "FROM scratch",
      "ARG BUILDPLATFORM",
      "ARG BUILDARCH",
      "ENV B=$BUILDPLATFORM A=$BUILDARCH",
    ),
    platform: "linux/arm64",
  },
  {
    name: "comments with blanks before them, and instructions too",
    dockerfile: lines("   # a comment", "  FROM scratch", "\tENV A=1", "  # B", "ENV B=#not C=2"),
  },
  {
    name: "a list over several lines",
    dockerfile: lines("FROM scratch", 'CMD [ "a", \\', "  # why", '  "b" \\', "]", "LABEL a=1 \\", "  b=2"),
  },
];

/** What COPY and ADD take, and where it goes. */
export const copying: readonly DockerfileCase[] = [
  {
    name: "a file to a name, to a folder, to the working folder",
    dockerfile: lines(
      "FROM scratch",
      "WORKDIR /w",
      "COPY a.txt /named",
      "COPY a.txt /folder/",

      "COPY a.txt .",
    ),
    files: tree,
  },
  { name: "the whole context", dockerfile: lines("FROM scratch", "COPY . /all"), files: tree },
  { name: "the whole context to the root", dockerfile: lines("FROM scratch", "COPY . ."), files: tree },
  {
    name: "a folder brings what is in it, not itself",
    dockerfile: lines("FROM scratch", "COPY dir /to", "COPY dir/ /also/", "COPY dir a.txt /both/"),
    files: tree,
  },
  {
    name: "patterns",
    dockerfile: lines(
      "FROM scratch",
      "COPY *.txt /txt/",
      "COPY d?r/*.md /md/",
      "COPY [ab].txt /set/",
      "COPY dir/*/z.txt /deep/",
      "COPY [^a].txt /not/",
    ),
    files: tree,
  },
  { name: "a pattern that meets a folder", dockerfile: lines("FROM scratch", "COPY d* /to/"), files: tree },
  {
    name: "a list, with blanks in names",
    dockerfile: lines("FROM scratch", 'COPY ["a b.txt", "/to dir/"]'),
    files: { "a b.txt": "blank" },
  },
  {
    name: "names out of variables",
    dockerfile: lines("FROM scratch", "ARG N=a", "ENV D=/dest", "COPY ${N}.txt $D/"),
    files: tree,
  },
  {
    name: "owners by number, modes in octal",
    dockerfile: lines(
      "FROM scratch",
      "COPY --chown=1000:1001 dir /d",
      "COPY --chown=5 a.txt /five",
      "COPY --chmod=600 a.txt /six",
      "COPY --chmod=0750 --chown=1:2 dir /seven/",
    ),
    files: tree,
  },
  {
    name: "modes in letters",
    dockerfile: lines(
      "FROM scratch",
      "COPY --chmod=u=rwX,go=rX dir /d",
      "COPY --chmod=a+x a.txt /x",
      "COPY --chmod=go-r b.txt /y",
    ),
    files: tree,
  },
  {
    name: "modes as they are on disk",
    dockerfile: lines("FROM scratch", "COPY . /m/"),
    files: tree,
    modes: { "a.txt": 0o755, "b.txt": 0o600, dir: 0o700 },
  },
  {
    name: "--link",
    dockerfile: lines("FROM scratch", "COPY --link a.txt /to/", "COPY --link --chown=3:4 dir /to/dir/"),
    files: tree,
  },
  {
    name: "links are copied as links",
    dockerfile: lines("FROM scratch", "COPY . /l/"),
    files: tree,
    links: { "link.txt": "a.txt", "dir/up": "../b.txt", folder: "dir", dangling: "nowhere" },
  },
  {
    name: "a link named as the source",
    dockerfile: lines("FROM scratch", "COPY link.txt /file", "COPY folder /tree/"),
    files: tree,
    links: { "link.txt": "a.txt", folder: "dir" },
  },
  {
    name: "from a stage: files, a folder, with an owner",
    dockerfile: lines(
      "FROM scratch AS one",
      "WORKDIR /src",
      "COPY --chown=9:9 . .",
      "FROM scratch",
      "COPY --from=one /src/a.txt /a",
      "COPY --from=one src/dir/ /d/",
      "COPY --from=one --chown=2:3 /src/dir/*.txt /t/",
    ),
    files: tree,
  },
  {
    name: ".dockerignore with negations, comments and patterns of folders",
    dockerfile: lines("FROM scratch", "COPY . /"),
    files: {
      ...tree,
      ".dockerignore": "# none of it\n*\n!dir\n!a.*\ndir/deep/**\n!dir/deep/keep\n**/*.md\n",
      "dir/deep/keep/k.txt": "k",
      "dir/deep/drop/d.txt": "d",
      "node_modules/m/index.js": "m",
    },
  },
  {
    name: ".dockerignore with leading slashes, blanks and a folder's name",
    dockerfile: lines("FROM scratch", "COPY . /"),
    files: {
      ...tree,
      ".dockerignore": "/dir/\n  c.md  \nsub/*/x\n!sub/a/x\n?.none\nDockerfile*\n",
      "sub/a/x": "1",
      "sub/b/x": "2",
      "sub/b/y": "3",
    },
  },
  {
    name: "a .dockerignore of the Dockerfile's own",
    dockerfile: lines("FROM scratch", "COPY . /"),
    files: { ...tree, ".dockerignore": "a.txt\n", "Dockerfile.dockerignore": "b.txt\nDockerfile*\n.dockerignore\n" },
  },
  {
    name: "ADD of files",
    dockerfile: lines("FROM scratch", "ADD a.txt b.txt /to/", "ADD --chown=1:1 dir /d"),
    files: tree,
  },
  {
    name: "a later layer over an earlier one",
    dockerfile: lines("FROM scratch", "COPY a.txt /same", "COPY b.txt /same", "COPY dir /d", "COPY a.txt /d/x.txt"),
    files: tree,
  },
  {
    name: "to a folder that is there, with and without a slash",
    dockerfile: lines("FROM scratch", "WORKDIR /d", "COPY a.txt /d", "COPY dir /d", "COPY b.txt c.md /d"),
    files: tree,
  },
  {
    name: "to a folder that has another owner and mode",
    dockerfile: lines(
      "FROM scratch",
      "COPY --chown=5:6 --chmod=700 dir /d",
      "COPY a.txt /d/",
      "COPY --chown=7:8 b.txt /d/",
      "COPY --chown=9:9 dir/deep /d",
    ),
    files: tree,
  },
  {
    name: "folders above what is copied",
    dockerfile: lines("FROM scratch", "COPY --chown=3:3 --chmod=711 a.txt /x/y/z/", "COPY b.txt /x/y/w/b"),
    files: tree,
  },
  { name: "several to what is no folder", dockerfile: lines("FROM scratch", "COPY a.txt b.txt /x"), files: tree },
  {
    name: "a pattern that meets several, to what is no folder",
    dockerfile: lines("FROM scratch", "COPY *.txt /x"),
    files: tree,
  },
  { name: "a pattern that meets one, to a new name", dockerfile: lines("FROM scratch", "COPY c* /x"), files: tree },
  { name: "a pattern that meets nothing", dockerfile: lines("FROM scratch", "COPY none* a.txt /x/"), files: tree },
  {
    name: "a pattern that meets links",
    dockerfile: lines("FROM scratch", "COPY l* /to/"),
    files: tree,
    links: { "link.txt": "a.txt", lolder: "dir" },
  },
  {
    name: "an optional file, by a pattern",
    dockerfile: lines("FROM scratch", "COPY a.txt none.tx[t] /to/"),
    files: tree,
  },
  {
    name: "from a stage through a link of its own",
    dockerfile: lines(
      "FROM scratch AS one",
      "COPY . /src/",
      "FROM scratch",
      "COPY --from=one /src/abs /to/",
      "COPY --from=one /src/folder/x.txt /y",
    ),
    files: tree,
    links: { abs: "/src/a.txt", folder: "dir" },
  },
  {
    name: "an empty folder of the context",
    dockerfile: lines("FROM scratch", "COPY . /"),
    files: { ".dockerignore": "dir/deep\n**/*.txt\n", ...tree },
  },
  {
    name: "ADD unpacks an archive, whatever its name",
    dockerfile: lines("FROM scratch", "ADD pack.tar.gz /to", "ADD bundle /other/", "COPY pack.tar.gz /kept/"),
    files: tree,
    links: { "dir/link": "x.txt" },
    archives: { "pack.tar.gz": ["dir", "a.txt"], bundle: ["b.txt"] },
  },
  {
    name: "ADD unpacks over what is there, with an owner",
    dockerfile: lines("FROM scratch", "WORKDIR /to/dir", "ADD --chown=9:10 pack.tar /to/"),
    files: tree,
    archives: { "pack.tar": ["dir"] },
  },
];

/** On a base that only the real builder has: BASE is given to both. */
export const based: readonly DockerfileCase[] = [
  { name: "nothing but a base", dockerfile: lines("ARG BASE", "FROM $BASE") },
  {
    name: "lines that are run by one of the two",
    dockerfile: lines(
      "ARG BASE",
      "FROM $BASE AS build",
      "WORKDIR /src",
      "RUN --mount=type=secret,id=token --mount=type=cache,target=/c true && \\",
      "    # why",
      "    echo $HOME ${PATH%%:*}",
      "RUN <<EOF",
      "set -e",
      "true",
      "EOF",
      'RUN ["true", "x"]',
      "FROM $BASE",
      "ENV NODE_ENV=production PORT=3000",
      "WORKDIR /app",
      "RUN --network=none true",
      "USER 1001:1001",
      "EXPOSE $PORT",
      'HEALTHCHECK --interval=10s CMD ["node", "-e", "0"]',
      'ENTRYPOINT ["node"]',
      'CMD ["main.js"]',
    ),
  },
  {
    name: "what the base set is set anew",
    dockerfile: lines("ARG BASE", "FROM ${BASE}", "LABEL a=b", "STOPSIGNAL SIGINT", 'CMD ["x"]', "VOLUME /v"),
  },
];

/** What both refuse. */
export const refused: readonly DockerfileCase[] = [
  { name: "a file that is not there", dockerfile: lines("FROM scratch", "COPY nowhere /") },
  {
    name: "a file that is ignored",
    dockerfile: lines("FROM scratch", "COPY a.txt /"),
    files: { "a.txt": "a", ".dockerignore": "a.txt" },
  },
  { name: "a bad quote", dockerfile: lines("FROM scratch", 'ENV A="x') },
  {
    name: "blanks of COPY in quotes",
    dockerfile: lines("FROM scratch", 'COPY "a b.txt" /x'),
    files: { "a b.txt": "x" },
  },
  {
    name: "a target by number",
    dockerfile: lines("FROM scratch AS one", "ENV A=1", "FROM scratch", "ENV B=1"),
    target: "1",
  },
  { name: "LABEL without a value", dockerfile: lines("FROM scratch", "LABEL a=1 b") },
  { name: "an unknown time", dockerfile: lines("FROM scratch", "HEALTHCHECK --interval=soon CMD x") },
  { name: "a health check that is none", dockerfile: lines("FROM scratch", "HEALTHCHECK x") },
  { name: "SHELL as text", dockerfile: lines("FROM scratch", "SHELL /bin/bash -c") },
  { name: "FROM with something more", dockerfile: lines("FROM scratch one") },
  { name: "COPY with one word", dockerfile: lines("FROM scratch", "COPY a.txt"), files: tree },
  { name: "WORKDIR of nothing", dockerfile: lines("FROM scratch", "WORKDIR") },
  { name: "a flag of another instruction", dockerfile: lines("FROM scratch", "ENV --from=x A=1") },
  { name: "an instruction that is none", dockerfile: lines("FROM scratch", "FETCH x") },
  { name: "a flag that is none", dockerfile: lines("FROM scratch", "COPY --nonsense a.txt /"), files: tree },
  { name: "a block that does not end", dockerfile: lines("FROM scratch", "COPY <<EOF /x", "text") },
  { name: "nothing but comments", dockerfile: lines("# nothing") },
  { name: "an instruction before FROM", dockerfile: lines("ENV A=1", "FROM scratch") },
  { name: "a target that is none", dockerfile: lines("FROM scratch AS one"), target: "two" },
  { name: "ENV without a value", dockerfile: lines("FROM scratch", "ENV A") },
  { name: "a variable that has to be set", dockerfile: lines("FROM scratch", "ENV A=${B:?it is needed}") },
  { name: "an instruction of nothing", dockerfile: lines("FROM scratch", "EXPOSE") },
  { name: "a port that is none", dockerfile: lines("FROM scratch", "EXPOSE many") },
  { name: "a stage's name that is none", dockerfile: lines("FROM scratch AS 1a") },
  { name: "a mode that is none", dockerfile: lines("FROM scratch", "COPY --chmod=999 a.txt /"), files: tree },
  { name: "ONBUILD of FROM", dockerfile: lines("FROM scratch", "ONBUILD FROM x") },
];

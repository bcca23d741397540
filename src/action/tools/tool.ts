/** One way to get a program for one platform. The checksum comes from a public source, which is named; never from memory. */
export interface Download {
  readonly url: string;
  /** of the file behind the address, 64 hexadecimal digits */
  readonly sha256: string;
  /** where the checksum was published: a reader can look there */
  readonly source: string;
  /** the program inside an archive: `linux-amd64/helm`; left out: the file is the program itself */
  readonly member?: string;
}

/** The machines that a program can be fetched for. */
export type Platform = "linux-x64" | "linux-arm64";

/** A program the action needs. */
export interface Tool {
  /** as it is called: `kubectl` */
  readonly name: string;
  /** the version to install where the machine has none that fits */
  readonly version: string;
  /** arguments that make it print its version: `["version", "--client"]` */
  readonly versionArgs: readonly string[];
  /** does the runner's own fit? Gets what the arguments above printed. */
  readonly fits: (printed: string) => boolean;
  readonly downloads: Readonly<Partial<Record<Platform, Download>>>;
}

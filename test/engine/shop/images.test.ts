/** T5: the images are small, run as user 1001 on a root they cannot write, and hold nothing that only builds or tests need. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clients } from "../clients.ts";

const { docker, engine, attempt } = clients();
const root = join(import.meta.dirname, "../../..");
const tag = `shop-images-${process.pid}`;
const services = [
  {
    name: "frontend",
    base: `NODE_BASE=${engine.images.node}`,
    runtime: "node",
    folder: "/app/node_modules",
    test: "vitest",
  },
  {
    name: "order-api",
    base: `NODE_BASE=${engine.images.node}`,
    runtime: "node",
    folder: "/app/node_modules",
    test: "vitest",
  },
  {
    name: "product-api",
    base: `PYTHON_BASE=${engine.images.python}`,
    runtime: "python",
    folder: "/app/packages",
    test: "pytest",
  },
] as const;

describe.each(services)("T5: $name", ({ name, base, runtime, folder, test: testTool }) => {
  const image = `${name}:${tag}`;
  beforeAll(async () => {
    await docker([
      "buildx",
      "build",
      "--load",
      "--provenance=false",
      `--build-arg=${base}`,
      `--tag=${image}`,
      join(root, "services", name),
    ]);
  });
  afterAll(async () => {
    await docker(["rmi", "--force", image]);
  });

  interface Inspected {
    readonly Config: {
      readonly User: string;
      readonly Entrypoint: readonly string[];
      readonly Labels: Readonly<Record<string, string>>;
      readonly Healthcheck: { readonly Test: readonly string[] };
    };
  }
  const inspect = async (): Promise<Inspected> => {
    const [found]: Inspected[] = JSON.parse(await docker(["image", "inspect", image]));
    if (!found) throw new Error(`no image ${image}`);
    return found;
  };

  test("names its user by number, starts without a shell, checks its health without curl, says what it is", async () => {
    const { Config } = await inspect();
    expect(Config.User).toBe("1001:1001");
    expect(Config.Entrypoint[0]).toBe(runtime);
    expect(Config.Healthcheck.Test.slice(0, 2)).toEqual(["CMD", runtime]);
    expect(Config.Labels).toMatchObject({
      "org.opencontainers.image.title": `TechCommerce ${name}`,
      "org.opencontainers.image.licenses": "MIT",
    });
  });

  test("holds what it runs with and nothing that tests it", async () => {
    const listed = await docker(["run", "--rm", "--entrypoint=find", image, "/app", "-maxdepth", "3"]);
    expect(listed).toContain(folder);
    const ours = `^/app/(node_modules|packages)/${testTool}$|^/app/(src|public|product_api)/.*\\.test\\.ts$|^/app/tests|Dockerfile$`;
    expect(listed).not.toMatch(new RegExp(ours, "m"));
  });

  test("becomes healthy on a read-only root, without any right, and ends in order", async () => {
    const container = (
      await docker([
        "run",
        "--detach",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--tmpfs=/data:uid=1001",
        "--env=DATA_DIR=/data",
        "--env=RELEASE=r7",
        image,
      ])
    ).trim();
    try {
      const health = async () =>
        (await docker(["inspect", "--format={{.State.Health.Status}} {{.State.Status}}", container])).trim();
      await expect.poll(health, { timeout: 60_000, interval: 500 }).toBe("healthy running");
      await docker(["stop", "--time=20", container]);
      expect((await docker(["inspect", "--format={{.State.ExitCode}}", container])).trim()).toBe("0");
    } finally {
      await attempt(["docker", "rm", "--force", "--volumes", container]);
    }
  });
});

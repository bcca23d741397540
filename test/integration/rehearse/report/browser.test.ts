/** The report as somebody opens it: in a real browser, on a desk, on a phone, by keyboard, on paper. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium as launcher, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ReportFile } from "../../../../src/rehearse/report/report.ts";
import type { RehearsalEvent } from "../../../../src/rehearse/story/event.ts";
import { chromium } from "../../../../tools/prepare/programs.ts";
import { describeWith } from "../../shop/needs.ts";
import { storyOfACrash } from "./story.ts";

const hostile = [
  "</pre></details></main><script>document.title='taken'</script>",
  `"><img src=x onerror="document.title='taken'">`,
  "::set-output name=x::y",
  "\u001b]8;;https://elsewhere.example\u0007link\u001b]8;;\u0007 \u001b[31mred\u001b[0m \u202egnirts",
  "[click](javascript:document.title='taken') ![p](https://elsewhere.example/pixel.png)",
  "x".repeat(100_000),
];

/** A step whose every word is hostile. */
function strangeStep(lines: readonly string[]): readonly RehearsalEvent[] {
  const [leg, step] = ["announce#0", "strange"];
  const name = hostile[0] ?? "";
  const summary = hostile.join("\n\n");
  const ended = { outcome: "failure", conclusion: "failure", outputs: { [name]: name }, summary } as const;
  return [
    { kind: "step-started", leg, step, name, uses: name, command: name, at: 24_000 },
    ...lines.map((text): RehearsalEvent => ({ kind: "line", leg, step, text })),
    { kind: "annotation", leg, step, annotation: { level: "error", message: name, title: name, file: name } },
    { kind: "step-ended", leg, step, name, ...ended, at: 24_100 },
  ];
}

describeWith("Chromium", chromium(), "the report in a browser", (executablePath) => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
    browser = await launcher.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const write = async (events: readonly RehearsalEvent[]): Promise<string> => {
    const file = new ReportFile(folder);
    for (const event of events) file.tell(event);
    return (await file.write()) ?? "";
  };
  const open = async (path: string, width = 1200): Promise<{ page: Page; asked: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => asked.push(message.text()));
    await page.goto(`file://${path}`);
    return { page, asked };
  };

  test("tells how it ended, what failed and why before anything is unfolded", async () => {
    const { page } = await open(await write(storyOfACrash()));
    for (const text of ["Failed", "order-api crashes: exit code 3", "expected a PostgreSQL address"])
      await expect(page.getByText(text).first().isVisible(), text).resolves.toBe(true);
    expect(await page.locator(".node").count()).toBe(9);
    await page.close();
  });

  test("hostile words are shown, do nothing, load nothing and break nothing", async () => {
    const path = await write(storyOfACrash(strangeStep(hostile)));
    const { page, asked } = await open(path);
    await expect(page.title()).resolves.toBe("Deploy: failure");
    expect(asked).toEqual([`file://${path}`]);
    // what comes after the hostile step is where it belongs
    expect(await page.locator("main > section#world").count()).toBe(1);
    expect(await page.locator("script, img, iframe, [onerror]").count()).toBe(0);
    expect(await page.locator("a[href^='javascript']").count()).toBe(0);
    await page.close();
  });

  test("even a script that had found its way in would not run", async () => {
    const { page } = await open(await write(storyOfACrash()));
    const ran = await page.evaluate(`
      const script = document.createElement("script");
      script.textContent = "document.title = 'taken'";
      document.body.append(script);
      document.title`);
    expect(ran).toBe("Deploy: failure");
    await page.close();
  });

  test("50 MB of log stay in a file beside the page, which opens at once and can be scrolled", async () => {
    const line = `${"a line as builds print them, ".repeat(4)}\n`.trim();
    const count = Math.ceil(50_000_000 / line.length);
    const path = await write(
      storyOfACrash(strangeStep(Array.from({ length: count }, (_, index) => `${index} ${line}`))),
    );
    expect(statSync(path).size).toBeLessThan(2_000_000);
    const { page } = await open(path);
    const whole = await page.locator(".gap a").getAttribute("href");
    expect(statSync(join(folder, whole ?? "")).size).toBeGreaterThan(50_000_000);
    await page.locator("#world").scrollIntoViewIfNeeded();
    await expect(page.locator("#world").isVisible()).resolves.toBe(true);
    await page.close();
  });

  test("on a phone nothing is wider than the screen but what scrolls by itself", async () => {
    const { page } = await open(await write(storyOfACrash(strangeStep(hostile))), 390);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.close();
  });

  test("names that are too long for their place end in …, and are there in full", async () => {
    const long = ["Verify ".repeat(30), "W".repeat(200), "職".repeat(80)];
    const text = ["Verify frontend", "Image order-api", "Verify product-api"].reduce(
      (told, name, index) => told.replaceAll(`"${name}"`, JSON.stringify(long[index])),
      JSON.stringify(storyOfACrash()),
    );
    const { page } = await open(await write(JSON.parse(text)), 390);
    for (const name of long) expect(await page.locator(`.graph [title="${name}"]`).count()).toBe(1);
    const outside = await page.evaluate(`
      const right = (element) => element.getBoundingClientRect().right;
      [...document.querySelectorAll(".node")].filter((node) => right(node) > right(node.querySelector("rect")) + 1).length +
        [...document.querySelectorAll(".timeline a")].filter((row) => right(row.querySelector(".fitted")) > row.querySelector(".span").getBoundingClientRect().left).length`);
    expect(outside).toBe(0);
    await page.close();
  });

  test("on paper it is light, also where the screen is dark", async () => {
    const { page } = await open(await write(storyOfACrash()));
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const colour = "getComputedStyle(document.documentElement).getPropertyValue('--sea').trim()";
    expect(await page.evaluate(colour)).toBe("#0b7285");
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    expect(await page.evaluate(colour)).toBe("#4cc3d9");
    await page.close();
  });

  test("by keyboard: to the jobs, and one of them unfolded", async () => {
    const { page } = await open(await write(storyOfACrash()));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const unfolded = () => page.evaluate(`document.activeElement.closest("details").hasAttribute("open")`);
    expect(await unfolded()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await unfolded()).toBe(true);
    await page.close();
  });

  test("on paper everything is there, also what was folded", async () => {
    const { page } = await open(await write(storyOfACrash()));
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(`
      const line = [...document.querySelectorAll(".line")].find(({ textContent }) => textContent.startsWith("Scan"));
      line.getBoundingClientRect().height > 0 && line.checkVisibility()`);
    expect(shown).toBe(true);
    await page.close();
  });

  test("the page names its one style by its hash and allows nothing else", async () => {
    const text = readFileSync(await write(storyOfACrash()), "utf8");
    expect(text).toMatch(
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/]{43}=&#39;; base-uri/,
    );
    expect(text).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });
});

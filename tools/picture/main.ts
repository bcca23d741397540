/** `npm run rehearse && node tools/picture/main.ts`: the README's picture, taken of the report that the rehearsal left. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium as launcher } from "playwright-core";
import { chromium } from "../prepare/programs.ts";

const root = join(import.meta.dirname, "../..");
const report = join(root, ".tidegate/rehearsal/report.html");
const picture = join(root, "docs/images/rehearsal.png");

async function main(): Promise<number> {
  const executablePath = chromium();
  if (executablePath === undefined || !existsSync(report)) {
    const missing =
      executablePath === undefined ? "Chromium: node tools/prepare/main.ts" : "a report: npm run rehearse";
    console.error(`Expected ${missing}`);
    return 1;
  }
  const browser = await launcher.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1120, height: 860 } });
  await page.goto(`file://${report}`);
  await page.screenshot({ path: picture });
  await browser.close();
  return 0;
}

process.exitCode = await main();

/** T1: the shop as a customer uses it, in a real browser, by keyboard and on a phone. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium as engine, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium } from "../../../tools/prepare/programs.ts";
import { describeWith } from "./needs.ts";
import { type OpenShop, openShop, password, root } from "./open.ts";

const pictures = join(root, "test-results/shop");
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describeWith("Chromium", chromium(), "T1: the shop in a browser", (executablePath) => {
  let shop: OpenShop;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    [shop, browser] = await Promise.all([openShop(), engine.launch({ executablePath, args: quiet })]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  /** A page that remembers everything the browser complained about. */
  async function open(width: number, height: number): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height } });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(shop.url("frontend", "/"));
    await page.getByRole("listitem").filter({ hasText: "Halyard Keyboard" }).waitFor();
    return { page, complaints };
  }

  test("browse, search, sign in, order, see the order, cancel it", async () => {
    const { page, complaints } = await open(1280, 900);
    expect(await page.getByRole("list", { name: "Products" }).getByRole("listitem").count()).toBe(8);
    await page.getByRole("button", { name: "More" }).click();
    await page.getByText("Page 2 of 2").waitFor();
    await page.getByRole("button", { name: "Sound" }).click();
    await page.getByText("3 products").waitFor();
    await page.getByRole("button", { name: "All" }).click();
    await page.getByLabel("Search products").fill("colours");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("1 product", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Add Gull Webcam to the bag" }).click();
    await page.screenshot({ path: join(pictures, "desk.png") });

    await page.getByRole("button", { name: "Bag 1" }).click();
    await page.getByRole("button", { name: "One more of Gull Webcam" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
    const signIn = page.getByRole("dialog", { name: "Sign in" });
    await signIn.getByLabel("Name").fill("customer");
    await signIn.getByLabel("Password").fill("wrong");
    await signIn.getByRole("button", { name: "Sign in" }).click();
    await signIn.getByText("Name and password do not go together.").waitFor();
    await signIn.getByLabel("Password").fill(password);
    await signIn.getByRole("button", { name: "Sign in" }).click();

    const orders = page.getByRole("dialog", { name: "Your orders" });
    await orders.getByText("2 × Gull Webcam").waitFor();
    expect(await orders.getByText("confirmed").first().isVisible()).toBe(true);
    await page.screenshot({ path: join(pictures, "orders.png") });
    expect(await page.evaluate("document.cookie")).toBe("");
    await orders.getByRole("button", { name: "Cancel order" }).click();
    await orders.getByText("cancelled", { exact: true }).waitFor();
    // 401 for the wrong password is a line in every browser's console
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
    await page.close();
  });

  test("by keyboard alone: to the products, into the bag, out again", async () => {
    const { page } = await open(1280, 900);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("Skip to the products");
    await page.keyboard.press("Enter");
    for (let tabs = 0; tabs < 6; tabs += 1) await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement?.ariaLabel")).toBe("Add Halyard Keyboard to the bag");
    await page.keyboard.press("Enter");
    await page.getByText("Halyard Keyboard is in your bag.").waitFor();
    await page.getByRole("button", { name: "Bag 1" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Your bag" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Your bag" }).waitFor({ state: "hidden" });
    expect(await page.evaluate("document.activeElement?.id")).toBe("bag-door");
    await page.close();
  });

  test("on a phone nothing is cut off, and what is touched is large enough for a thumb", async () => {
    const { page, complaints } = await open(360, 740);
    expect(Number(await page.evaluate("document.documentElement.scrollWidth"))).toBeLessThanOrEqual(360);
    for (const button of await page.getByRole("button").all()) {
      if (!(await button.isVisible())) continue;
      const box = await button.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0), "its right edge").toBeLessThanOrEqual(352);
      expect(box?.height ?? 0, (await button.textContent()) ?? "").toBeGreaterThanOrEqual(44);
    }
    await page.getByRole("button", { name: "Add Halyard Keyboard to the bag" }).click();
    await page.screenshot({ path: join(pictures, "phone.png") });
    await page.getByRole("button", { name: "Bag 1" }).click();
    await page.getByRole("dialog", { name: "Your bag" }).waitFor();
    await page.screenshot({ path: join(pictures, "phone-bag.png") });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a second try after a lost answer orders nothing twice", async () => {
    const { page } = await open(1280, 900);
    await page.getByRole("button", { name: "Sign in" }).click();
    const signIn = page.getByRole("dialog", { name: "Sign in" });
    await signIn.getByLabel("Name").fill("neighbour");
    await signIn.getByLabel("Password").fill(password);
    await signIn.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Orders" }).waitFor();
    await page.getByRole("button", { name: "Add Lantern Lamp to the bag" }).click();
    let lost = 0;
    await page.route("**/shop/orders", async (route) => {
      if (route.request().method() !== "POST" || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "Bag 1" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByText("The shop cannot be reached").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Bag 1" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
    const orders = page.getByRole("dialog", { name: "Your orders" });
    await orders.getByText("1 × Lantern Lamp").first().waitFor();
    expect([lost, await orders.getByText("1 × Lantern Lamp").count()]).toEqual([1, 1]);
    await page.close();
  });
});

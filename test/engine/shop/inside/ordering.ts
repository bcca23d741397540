/**
 * Runs in a pod beside the shop, from a ConfigMap: a customer who orders one piece after another and asks again under the
 * same key until each order is confirmed. Ends after `wanted` orders.
 */
const wanted = Number(process.argv[2]);
const password = process.env["DEMO_PASSWORD"];
const address = "http://frontend:3000";
const json = { "content-type": "application/json" };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function answer(path: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const response = await fetch(address + path, { ...init, signal: AbortSignal.timeout(10_000) });
    return response;
  } catch {
    return undefined;
  }
}

async function signIn(): Promise<string> {
  for (;;) {
    const body = JSON.stringify({ user: "customer", password });
    const response = await answer("/shop/session", { method: "POST", headers: json, body });
    const cookie = response?.headers.get("set-cookie")?.split(";")[0];
    if (cookie !== undefined) return cookie;
    await pause(200);
  }
}

async function confirmed(cookie: string, key: string): Promise<void> {
  for (;;) {
    const response = await answer("/shop/orders", {
      method: "POST",
      headers: { ...json, cookie, "idempotency-key": key },
      body: JSON.stringify({ lines: [{ product: "mast-stand", quantity: 1 }] }),
    });
    const said = await response?.text().catch(() => "");
    if (response?.status === 201) return;
    if (response?.status === 400 || response?.status === 401) throw new Error(`${response.status}: ${said}`);
    await pause(200);
  }
}

const cookie = await signIn();
for (let order = 1; order <= wanted; order += 1) {
  await confirmed(cookie, `kept-safe-${order}`);
  console.log(`order ${order}`);
  await pause(100);
}
const list = await answer("/shop/orders", { headers: { cookie } });
const { total }: { total: number } = JSON.parse((await list?.text()) ?? "{}");
console.log(JSON.stringify({ wanted, total }));

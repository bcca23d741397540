/** Runs in a pod beside the shop, from a ConfigMap: keeps product-api's processors busy until it is stopped. */
async function burn(): Promise<never> {
  for (;;) {
    const response = await fetch("http://product-api:5000/burn?ms=300").catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
    if (response?.status !== 200) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

await Promise.all([burn(), burn()]);

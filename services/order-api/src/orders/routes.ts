import { Router } from "express";
import * as v from "valibot";
import type { Gate } from "../accounts/gate.ts";
import { bodyOf, queryOf } from "../parse.ts";
import { Problem } from "../serving/problem.ts";
import { type Order, sameWanted, shown } from "./order.ts";
import { type SettlingOf, settle } from "./settling.ts";

export interface OrdersOf extends SettlingOf {
  readonly gate: Gate;
  readonly newId: () => string;
}

const most = 50;
const Placing = v.object({
  lines: v.pipe(
    v.array(
      v.object({
        product: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
        quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
      }),
    ),
    v.minLength(1),
    v.maxLength(most),
    v.check((lines) => new Set(lines.map(({ product }) => product)).size === lines.length, "each product once"),
  ),
});

const wholeNumber = (otherwise: number, to: number) =>
  v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(1), v.maxValue(to)),
    String(otherwise),
  );
const Listing = v.object({
  page: wholeNumber(1, 1_000_000),
  per_page: wholeNumber(20, 100),
  of: v.optional(v.picklist(["me", "everyone"]), "me"),
});

/** `Idempotency-Key` as the IETF draft has it, without the quotes some clients add. */
function keyFrom(header: string | undefined): string {
  const key = header?.trim().replace(/^"(.*)"$/, "$1") ?? "";
  if (/^[\w.:-]{8,100}$/.test(key)) return key;
  throw new Problem(
    400,
    "No key",
    "Send a key of your own with the order, so that sending it again orders nothing twice.",
    {
      violations: [{ where: "Idempotency-Key", expected: "8 to 100 letters, digits or ._:- ; a UUID does well" }],
    },
  );
}

const statusOf: Readonly<Record<Order["state"], number>> = {
  placed: 202,
  confirmed: 201,
  rejected: 409,
  cancelling: 202,
  cancelled: 201,
};

export function orders(of: OrdersOf): Router {
  const { store, gate } = of;
  const router = Router();

  router.post("/orders", async (request, response) => {
    const caller = await gate.require(request, "customer");
    const key = keyFrom(request.get("idempotency-key"));
    const { lines: wanted } = bodyOf(request, Placing, "order");
    const { order, placed } = await store.place({ id: of.newId(), customer: caller.name, key, wanted });
    if (!placed && !sameWanted(order.wanted, wanted))
      throw new Problem(422, "Key used before", "This key already stands for an order of other products.");
    const settled = await settle(of, order);
    if (settled.state === "rejected")
      throw new Problem(409, "Not to be had", settled.reason ?? "The order could not be filled.");
    response.status(statusOf[settled.state]).location(`/orders/${settled.id}`).json(shown(settled));
  });

  router.get("/orders", async (request, response) => {
    const caller = await gate.require(request, "customer", "admin");
    const listing = queryOf(request, Listing, "listing");
    if (listing.of === "everyone" && !caller.roles.includes("admin"))
      throw new Problem(403, "Not allowed", "Everyone's orders are for the role admin.");
    const customer = listing.of === "everyone" ? undefined : caller.name;
    const { orders: found, total } = await store.list(customer, listing.page, listing.per_page);
    response.json({
      items: found.map(shown),
      page: listing.page,
      per_page: listing.per_page,
      pages: Math.ceil(total / listing.per_page),
      total,
    });
  });

  /** Another's order is 404, not 403: that it exists is already none of the caller's business. */
  const owned = async (request: Parameters<Gate["require"]>[0], id: string): Promise<Order> => {
    const caller = await gate.require(request, "customer", "admin");
    const order = await store.get(id);
    if (order && (order.customer === caller.name || caller.roles.includes("admin"))) return order;
    throw new Problem(404, "No such order", "There is no such order of yours.");
  };

  router.get("/orders/:id", async (request, response) => {
    response.json(shown(await owned(request, request.params.id)));
  });

  router.post("/orders/:id/cancellation", async (request, response) => {
    const order = await owned(request, request.params.id);
    const begun = order.state === "confirmed" ? await store.beginCancelling(order.id) : order;
    const settled = await settle(of, begun ?? order);
    if (settled.state === "cancelled") return void response.json(shown(settled));
    if (settled.state === "cancelling") return void response.status(202).json(shown(settled));
    throw new Problem(409, "Not to be cancelled", `An order that is ${settled.state} cannot be cancelled.`);
  });

  return router;
}

import { expect, test } from "vitest";
import { enter, type Groups, leave, type Ticket } from "./concurrency.ts";

const ticket = (key: string, more: Partial<Ticket> = {}): Ticket => ({
  key,
  group: "production",
  cancelInProgress: false,
  queue: "single",
  ...more,
});

/** What each is told, in order: `a go`, `b hold`. */
function play(moves: readonly (Ticket | string)[]): string[] {
  let groups: Groups = {};
  return moves.flatMap((move) => {
    const step = typeof move === "string" ? leave(groups, { key: move, group: "production" }) : enter(groups, move);
    groups = step.groups;
    return step.effects.map(({ key, kind }) => `${key} ${kind}`);
  });
}

test.each([
  {
    name: "one runs, the next waits for its end",
    moves: [ticket("a"), ticket("b"), "a", "b", ticket("c")],
    told: ["a go", "b hold", "b go", "c go"],
  },
  {
    name: "a newer one takes the place of the one that waits",
    moves: [ticket("a"), ticket("b"), ticket("c"), "a"],
    told: ["a go", "b hold", "b cancel", "c hold", "c go"],
  },
  {
    name: "cancel-in-progress stops the running one, and waits for its end",
    moves: [ticket("a"), ticket("b", { cancelInProgress: true }), "a"],
    told: ["a go", "a cancel", "b hold", "b go"],
  },
  {
    name: "queue: max keeps all in order",
    moves: [ticket("a"), ticket("b", { queue: "max" }), ticket("c", { queue: "max" }), "a", "b"],
    told: ["a go", "b hold", "c hold", "b go", "c go"],
  },
  {
    name: "a group's name has no case",
    moves: [ticket("a"), ticket("b", { group: "PRODUCTION" })],
    told: ["a go", "b hold"],
  },
  {
    name: "one that waits may leave",
    moves: [ticket("a"), ticket("b"), "b", "a", ticket("c")],
    told: ["a go", "b hold", "c go"],
  },
])("$name", ({ moves, told }) => {
  expect(play(moves)).toEqual(told);
});

test("the 101st of a queue is turned away", () => {
  const many = Array.from({ length: 102 }, (_, at) => ticket(String(at), { queue: "max" }));
  expect(play(many).at(-1)).toBe("101 cancel");
  expect(play(many).filter((line) => line.endsWith("cancel"))).toHaveLength(1);
});

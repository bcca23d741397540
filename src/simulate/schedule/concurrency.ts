/** Somebody who wants to be the only one of its group: a run, a job, a called workflow. */
export interface Ticket {
  readonly key: string;
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: "single" | "max";
}

interface Group {
  readonly running: string;
  readonly pending: readonly string[];
}

/** Who runs and who waits, by the group's name in lower case: GitHub compares them without case. */
export type Groups = Readonly<Record<string, Group>>;

export type GroupEffect =
  | { readonly kind: "go" | "hold"; readonly key: string }
  /** it ran, or waited, and is to stop for another one's sake */
  | { readonly kind: "cancel"; readonly key: string; readonly why: string };

interface Step {
  readonly groups: Groups;
  readonly effects: readonly GroupEffect[];
}

/** GitHub keeps this many waiting in a group with `queue: max`. */
const longestQueue = 100;

const nameOf = (group: string) => group.toLowerCase();

/**
 * One runs, and one waits (`queue: single`) or many do (`queue: max`); a newer one takes the place of the one that waits, and
 * with `cancel-in-progress` also makes the running one stop, whose end it waits for.
 */
export function enter(groups: Groups, ticket: Ticket): Step {
  const name = nameOf(ticket.group);
  const group = groups[name];
  if (!group)
    return {
      groups: { ...groups, [name]: { running: ticket.key, pending: [] } },
      effects: [{ kind: "go", key: ticket.key }],
    };
  const many = ticket.queue === "max" && !ticket.cancelInProgress;
  if (many && group.pending.length >= longestQueue)
    return {
      groups,
      effects: [
        { kind: "cancel", key: ticket.key, why: `${longestQueue} others wait already in the group ${ticket.group}` },
      ],
    };
  const why = `a newer one entered the concurrency group ${ticket.group}`;
  const dropped = many ? [] : group.pending;
  const stopped = ticket.cancelInProgress ? [group.running] : [];
  return {
    groups: {
      ...groups,
      [name]: { running: group.running, pending: many ? [...group.pending, ticket.key] : [ticket.key] },
    },
    effects: [
      ...[...dropped, ...stopped].map((key): GroupEffect => ({ kind: "cancel", key, why })),
      { kind: "hold", key: ticket.key },
    ],
  };
}

/** It has ended, or will not run after all: the next of its group goes. */
export function leave(groups: Groups, { key, group: of }: Pick<Ticket, "key" | "group">): Step {
  const name = nameOf(of);
  const group = groups[name];
  if (!group) return { groups, effects: [] };
  if (group.running !== key)
    return {
      groups: { ...groups, [name]: { ...group, pending: group.pending.filter((other) => other !== key) } },
      effects: [],
    };
  const [next, ...pending] = group.pending;
  if (next === undefined) {
    const { [name]: _, ...others } = groups;
    return { groups: others, effects: [] };
  }
  return { groups: { ...groups, [name]: { running: next, pending } }, effects: [{ kind: "go", key: next }] };
}

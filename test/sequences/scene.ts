/** All that one environment's sequences need, put together. */
import { Arrivals } from "./arrivals.ts";
import { type Explored, explore } from "./explore.ts";
import { Forgetting } from "./forget.ts";
import { Journey } from "./journey.ts";
import { type Kinds, Moves } from "./moves.ts";
import { Normalising } from "./normal.ts";
import { plain } from "./plain.ts";
import { Probe } from "./probe.ts";
import { overlay } from "./rendering.ts";
import { Renumbering } from "./renumber.ts";
import { Pipeline } from "./run.ts";
import { Theatre } from "./theatre.ts";
import { type Replayed, replay, unfold } from "./unfold.ts";

export type Environment = "production" | "staging";

/** Far more than any of these tests meets. */
const states = 200_000;

export class Scene {
  readonly theatre = new Theatre(overlay);
  readonly moves: Moves;
  readonly probe: Probe;
  readonly normalising: Normalising;

  constructor(environment: Environment, kinds: Kinds) {
    const journey = new Journey(new Pipeline(), environment);
    const { archive } = this.theatre;
    const renumbering = new Renumbering(archive, environment);
    this.moves = new Moves(this.theatre, journey, renumbering, kinds);
    this.probe = new Probe(this.theatre, environment);
    this.normalising = new Normalising(this.theatre, journey, renumbering, new Forgetting(archive, environment));
  }

  /** Each move by itself. */
  plainly(events: number): Promise<Explored> {
    return explore(plain(this.moves, this.probe), { events, states });
  }

  /** In fewer ways, that leave nothing out. */
  briefly(events: number): Promise<Explored> {
    return explore(new Arrivals(this.moves, this.probe, this.normalising), { events, states });
  }

  /** What went wrong, gone move by move: a way that only the fewer ways have would end here. */
  async counterexample({ wrong }: Explored): Promise<Replayed | undefined> {
    if (wrong === undefined) return undefined;
    return replay(this.moves, unfold(wrong.path), (world) => this.probe.broken(world));
  }
}

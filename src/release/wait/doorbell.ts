/** Remembers a ring that came while nobody listened. */
export function doorbell() {
  let rings = 0;
  let next = Promise.withResolvers<void>();
  return {
    rings: () => rings,
    ring: () => {
      rings += 1;
      next.resolve();
      next = Promise.withResolvers();
    },
    after: (heard: number) => (rings > heard ? Promise.resolve() : next.promise),
  };
}

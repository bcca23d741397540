/** `node tools/fuzz/main.ts [COUNT] [PARSER]`: COUNT damaged inputs (100,000 unless told) for each parser. Exit 1 on an accident. */
import { fuzz } from "./fuzz.ts";
import { parsers } from "./parsers.ts";

const [count = "100000", only] = process.argv.slice(2);
/** A file of this size is read in a few milliseconds; a second means something grows out of bounds. */
const bound = 1000;
/** The time this process worked: on a busy machine the clock also counts the others' turns. */
const worked = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

for (const [name, parser] of Object.entries(parsers)) {
  if (only !== undefined && only !== name) continue;
  const { accidents, slowest } = fuzz(parser, Number(count), 1, worked);
  console.log(`${name}: ${count} inputs, ${accidents.length} accidents, slowest ${slowest.milliseconds.toFixed(1)} ms`);
  for (const { seed, what, text } of accidents.slice(0, 3))
    console.log(`  seed ${seed}: ${what}\n${JSON.stringify(text)}`);
  if (slowest.milliseconds > bound) console.log(`  too slow:\n${JSON.stringify(slowest.text)}`);
  if (accidents.length > 0 || slowest.milliseconds > bound) process.exitCode = 1;
}

const { appendFileSync } = require("node:fs");
const { INPUT_WHO, INPUT_COUNT, INPUT_TWO_WORDS, GITHUB_OUTPUT, GITHUB_STATE, STATE_pre } = process.env;
console.log(`${STATE_pre}, then main`);
console.log(`main ${INPUT_WHO} ${INPUT_COUNT} ${INPUT_TWO_WORDS}`);
appendFileSync(GITHUB_OUTPUT, `greeting=hi ${INPUT_WHO}\n`);
appendFileSync(GITHUB_STATE, `who=${INPUT_WHO}\n`);

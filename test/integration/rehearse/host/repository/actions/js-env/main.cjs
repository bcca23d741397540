if (process.env.A !== "step" || process.cwd() !== process.env.GITHUB_WORKSPACE || !process.env.GITHUB_ACTION_PATH) {
  console.log(process.env.A, process.cwd(), process.env.GITHUB_ACTION_PATH);
  process.exit(1);
}

if (process.env.INPUT_MUST !== "") process.exit(1);

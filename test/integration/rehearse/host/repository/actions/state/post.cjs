if (process.env.STATE_mine !== "kept" || process.env.STATE_old !== "way") process.exit(1);

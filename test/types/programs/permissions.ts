import { job, sh } from "../../../src/index.ts";

job("p", {
  runsOn: "u",
  steps: ({ step }) => {
    // ✗ a typo in a scope
    step(sh`true`, { permissions: { "pull-request": ["write", "comments"] } });
    // ✗ a level that the scope has not
    step(sh`true`, { permissions: { "id-token": ["read", "signs in"] } });
    // ✗ no reason
    step(sh`true`, { permissions: { contents: "read" } });
  },
});

/** What a new project begins with. */
export interface Project {
  /** npm: there is a package.json with a test script */
  readonly kind: "npm" | "python" | "other";
  readonly version: string;
}

const steps: Readonly<Record<Project["kind"], string>> = {
  npm: `    step(setupNode({ nodeVersion: 24, cache: "npm" }));
    step(sh\`npm ci\`);
    step(sh\`npm test\`, { name: "Test" });`,
  python: `    step(setupPython({ pythonVersion: "3.13" }));
    step(sh\`
      python -m pip install --editable .
      python -m pytest
    \`, { name: "Test" });`,
  other: `    step(sh\`
      echo "say here how this repository is tested"
    \`, { name: "Test" });`,
};
const actions: Readonly<Record<Project["kind"], string>> = {
  npm: "checkout, setupNode",
  python: "checkout, setupPython",
  other: "checkout",
};

/** The first workflow: what any repository has use for. */
export const firstWorkflow = ({ kind }: Project): string => `import { job, sh, workflow } from "tidegate";
import { ${actions[kind]} } from "tidegate/actions";

const test = job("test", {
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 15,
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
${steps[kind]}
  },
});

export default workflow("CI", {
  on: { pull_request: {}, push: { branches: ["main"] } },
  jobs: () => [test],
});
`;

/** So that an editor checks the workflows, whatever the repository's own settings are. */
export const tsconfig = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "resolveJsonModule": true,
    "skipLibCheck": true,
    "types": []
  },
  "include": ["."]
}
`;

/** Only where there is none: a repository of another language needs one to have tidegate at all. */
export const packageJson = ({ version }: Project): string => `{
  "private": true,
  "type": "module",
  "scripts": {
    "workflows": "tidegate generate"
  },
  "devDependencies": {
    "tidegate": "^${version}"
  }
}
`;

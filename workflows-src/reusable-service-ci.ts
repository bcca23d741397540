import { checkout, setupNode, setupPython } from "../src/bindings/actions/index.ts";
import { choose, gt, job, notEmpty, workflow } from "../src/index.ts";
import { actionsAt, setUpBuilder } from "../src/pipelines/index.ts";

const actions = actionsAt("$/actions");

/** One service of any repository, on any event: nothing is pushed, nothing but the code is read, so a fork may run it. */
export default workflow("Service: verify", {
  on: {
    workflow_call: {
      inputs: {
        path: { type: "string", description: "The service's folder", required: true },
        node: { type: "string", description: "The version of Node its tests need", default: "" },
        python: { type: "string", description: "The version of Python its tests need", default: "" },
        install: { type: "string", description: "npm or pip: locked dependencies to install first", default: "" },
        "min-coverage": { type: "number", description: "The least share of lines that tests must reach", default: 0 },
        image: { type: "boolean", description: "Build and scan its image, too; it is not pushed", default: true },
        "runs-on": { type: "string", description: "The label of a runner", default: "ubuntu-24.04" },
      },
    },
  },
  jobs: ({ inputs }) => {
    const verify = job("verify", {
      name: "Verify",
      runsOn: inputs["runs-on"],
      timeoutMinutes: 20,
      steps: ({ step }) => {
        step(checkout({ persistCredentials: false }));
        step(setupNode({ nodeVersion: inputs.node, packageManagerCache: false }), { if: notEmpty(inputs.node) });
        step(setupPython({ pythonVersion: inputs.python }), { if: notEmpty(inputs.python) });
        step(
          actions.test({
            folder: inputs.path,
            install: inputs.install,
            coverage: gt(inputs["min-coverage"], 0),
            // without a bar nothing is measured, and the action refuses a bar for what is not
            minCoverage: choose({ when: gt(inputs["min-coverage"], 0), use: inputs["min-coverage"] }, null),
          }),
          { name: "Test" },
        );
        step(actions.audit({ folder: inputs.path }), { name: "Audit" });
      },
    });
    const image = job("image", {
      name: "Image",
      if: inputs.image,
      runsOn: inputs["runs-on"],
      timeoutMinutes: 30,
      steps: ({ step }) => {
        step(checkout({ persistCredentials: false }));
        step(setUpBuilder());
        const built = step(actions.buildPush({ image: "service", context: inputs.path, push: false }), {
          name: "Build",
        });
        step(actions.trivyScan({ image: built.outputs.image, layout: built.outputs.layout }), {
          name: "Scan",
          // what was built lies beside it: no registry is asked
          permissions: {},
        });
      },
    });
    return [verify, image];
  },
});

import { checkout, dockerLogin } from "../src/bindings/actions/index.ts";
import { type Expr, github, job, not, orElse, python, sh, workflow } from "../src/index.ts";
import { actionsAt, badEnd, kubeconfigThere, ofGate, ofScan } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";

const actions = actionsAt("$/actions");

/** What a caller says of its images in JSON, as lines for the deploy. */
const readImages = (images: Expr<string, "inputs">) => python`
  import json, sys

  lines = {"digests": [], "names": [], "scans": [], "references": []}
  for name, one in json.loads(${images}).items():
      if not one.get("image"):
          sys.exit(f"::error::the digest of {name} is empty: GitHub drops an output that holds a masked value")
      lines["digests"].append(f"{name}={one['image']}")
      lines["names"].append(f"{name}={one['name']}")
      lines["scans"].append(json.dumps(one["scan"]))
      lines["references"].append(f"{one['name']}@{one['image']}")
  with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
      for key, values in lines.items():
          outputs.write(f"{key}<<end-of-{key}\n" + "\n".join(values) + f"\nend-of-{key}\n")
`;

const builtByUs = (references: Expr<string, "steps">, branch: Expr<string, "inputs">) => sh`
  printf '%s\n' ${references} | while read -r image; do
    gh attestation verify "oci://$image" --repo "$GITHUB_REPOSITORY" --source-ref refs/heads/${branch} \
      --signer-workflow ${`${config.repository}/.github/workflows/reusable-service-build.yml`} || exit 1
  done
`;

/** One release of any repository's app to one environment: deploy, smoke test, and back where it turned out bad. */
export default workflow("Service: deploy", {
  on: {
    workflow_call: {
      inputs: {
        app: { type: "string", description: "What is released as one", required: true },
        environment: { type: "string", description: "The release's environment: staging", required: true },
        "github-environment": {
          type: "string",
          description: "GitHub's environment, which holds KUBE_CONFIG and asks reviewers; left out: the release's",
          default: "",
        },
        namespace: { type: "string", description: "Where the app's objects are", required: true },
        overlay: { type: "string", description: "A kustomize overlay or a folder of manifests", required: true },
        smoke: { type: "string", description: "The smoke checks", required: true },
        images: {
          type: "string",
          description:
            'JSON, by the name in the manifests: {"web": {"name": "ghcr.io/acme/web", "image": "sha256:…", "scan": {…}}}',
          required: true,
        },
        registry: { type: "string", description: "Where the images are", default: "ghcr.io" },
        username: { type: "string", description: "Who signs in to a registry other than ghcr.io", default: "" },
        gate: { type: "string", description: "approval, branch-policy or none", default: "none" },
        attested: {
          type: "boolean",
          description: "Deploy only what service-build attested; false where attestations are not to be had",
          default: true,
        },
        branch: { type: "string", description: "With attested: the branch it was built on", default: "main" },
        backup: { type: "string", description: "A Job that is awaited before anything changes", default: "" },
        timeout: { type: "string", description: "For applying and becoming ready", default: "10m" },
        "runs-on": { type: "string", description: "The label of a runner", default: "ubuntu-24.04" },
      },
      secrets: {
        KUBE_CONFIG: {
          description: "Stored in each of GitHub's environments under this very name, and handed on under it",
        },
        REGISTRY_PASSWORD: { description: "With username: its password or token" },
      },
    },
  },
  jobs: ({ inputs, secrets }) => {
    const environment = orElse(inputs["github-environment"], inputs.environment);
    const deploy = job("deploy", {
      name: "Deploy",
      runsOn: inputs["runs-on"],
      timeoutMinutes: 45,
      environment,
      steps: ({ step }) => {
        const where = {
          app: inputs.app,
          environment: inputs.environment,
          namespace: inputs.namespace,
          kubeconfig: secrets.KUBE_CONFIG,
        };
        kubeconfigThere(step, "KUBE_CONFIG", secrets.KUBE_CONFIG);
        step(checkout({ persistCredentials: false }));
        const account = {
          username: orElse(inputs.username, github.actor),
          password: orElse(secrets.REGISTRY_PASSWORD, github.token),
        };
        step(dockerLogin({ registry: inputs.registry, ...account }), {
          permissions: { packages: ["read", "compares the images that answer with the registry's"] },
        });
        const given = step(readImages(inputs.images), {
          name: "Read the images",
          shell: "python3 {0}",
          outputs: ["digests", "names", "scans", "references"],
          permissions: {},
        });
        step(builtByUs(given.outputs.references, inputs.branch), {
          name: "Only what service-build built",
          if: inputs.attested,
          env: { GH_TOKEN: github.token },
          permissions: { attestations: ["read", "reads who built the images"] },
        });
        step(
          sh`echo "⚠️ Attestations are off (input attested): nobody checked who built these images." >> "$GITHUB_STEP_SUMMARY"`,
          { name: "Say that nothing was checked", if: not(inputs.attested), permissions: {} },
        );
        const deployed = step(
          actions.kustomizeDeploy({
            ...where,
            overlay: inputs.overlay,
            images: given.outputs.digests,
            imageNames: given.outputs.names,
            scans: ofScan(given.outputs.scans),
            gate: ofGate(inputs.gate),
            gateEnvironment: environment,
            backup: inputs.backup,
            timeout: inputs.timeout,
            verifyWindow: "10m",
          }),
          { id: "deploy", name: "Deploy" },
        );
        const smoke = step(actions.smokeTest({ ...where, file: inputs.smoke, release: deployed.outputs.release }), {
          id: "smoke",
          name: "Smoke test",
        });
        const back = step(actions.rollback({ ...where, smoke: inputs.smoke }), {
          id: "rollback",
          name: "Roll back",
          if: badEnd(deployed, smoke),
        });
        return {
          status: orElse(back.outputs.result, orElse(smoke.outputs.status, deployed.outputs.status)),
          release: deployed.outputs.release,
        };
      },
    });
    return {
      jobs: [deploy],
      outputs: {
        status: { value: deploy.outputs.status, description: "live, or how else it ended" },
        release: { value: deploy.outputs.release, description: "The release's id" },
      },
    };
  },
});

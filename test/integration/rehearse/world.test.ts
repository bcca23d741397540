import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type RehearsalEnd, rehearse } from "../../../src/rehearse/rehearse.ts";
import type { RehearsalEvent } from "../../../src/rehearse/story/event.ts";
import { plainRequest } from "./request.ts";

const server = `
import { createServer } from "node:http";
const { PORT, GREETING, UPSTREAM } = process.env;
const server = createServer(async (request, response) => {
  if (request.url === "/upstream") return void response.end(await (await fetch(UPSTREAM + "/")).text());
  response.end(GREETING + " " + request.url);
});
server.listen(PORT, "127.0.0.1", () => console.log("listening"));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

const manifest = (name: string, greeting: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: web
          image: IMAGE
          env: [{ name: GREETING, value: "${greeting}" }, { name: UPSTREAM, value: "http://back:80" }]
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default }
spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }] }
`;

const workflow = `
name: Deploy
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    outputs: { digest: "\${{ steps.build.outputs.digest }}" }
    steps:
      - uses: actions/checkout@v7
      - id: build
        env: { NAME: "\${{ vars.REGISTRY }}/shop/web" }
        run: |
          docker buildx build --push -t "$NAME:main" --metadata-file meta.json service
          node -p '"digest=" + JSON.parse(require("fs").readFileSync("meta.json","utf8"))["containerimage.digest"]' >> "$GITHUB_OUTPUT"
  staging:
    needs: image
    runs-on: ubuntu-24.04
    environment: staging
    env: { IMAGE: "\${{ vars.REGISTRY }}/shop/web@\${{ needs.image.outputs.digest }}" }
    steps:
      - uses: actions/checkout@v7
      - run: |
          sed "s#IMAGE#$IMAGE#" back.yml front.yml | kubectl apply -f -
          kubectl rollout status deployment/back deployment/front --timeout=60s
      - run: kubectl get pods -l app=front -o jsonpath='{..imageID}' | tr ' ' '\\n' | sort -u | grep -c "@\${{ needs.image.outputs.digest }}"
`;

test("an image is built, deployed by its digest, and runs as processes", async () => {
  const repository = mkdtempSync(join(tmpdir(), "repository-"));
  onTestFinished(() => rmSync(repository, { recursive: true, force: true }));
  mkdirSync(join(repository, "service"));
  writeFileSync(
    join(repository, "service/Dockerfile"),
    'FROM node:24\nWORKDIR /app\nCOPY server.mjs ./\nENV PORT=8080\nUSER 1001\nENTRYPOINT ["node", "server.mjs"]\n',
  );
  writeFileSync(join(repository, "service/server.mjs"), server);
  writeFileSync(join(repository, "back.yml"), manifest("back", "from the back"));
  writeFileSync(join(repository, "front.yml"), `---\n${manifest("front", "from the front")}`);
  mkdirSync(join(repository, ".github/workflows"), { recursive: true });
  const file = join(repository, ".github/workflows/deploy.yml");
  writeFileSync(file, workflow);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: repository });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "one");

  const events: RehearsalEvent[] = [];
  const end: RehearsalEnd = await rehearse({
    ...plainRequest(repository),
    workflow: file,
    tell: (event) => events.push(event),
    signal: AbortSignal.timeout(90_000),
  });
  const text = events.flatMap((event) => (event.kind === "line" ? [event.text] : [])).join("\n");
  expect(end, text).toMatchObject({ kind: "ran", result: "success" });
  expect(text).toContain('deployment "front" successfully rolled out');
  expect(text.split("\n").at(-1)).toBe("1");
});

/** `tidegate/pipelines`: verify, image, deploy and announce as job functions, for workflows of one's own. */
export { type Actions, type ActionsPlace, actionsAt } from "./actions.ts";
export type { AnnounceOptions } from "./announce.ts";
export { badEnd } from "./bad-end.ts";
export { ofDigest, ofGate, ofScan } from "./boundary.ts";
export { setUpBuilder } from "./builder.ts";
export { type Commit, commitOf } from "./commit.ts";
export type { Deployed, DeployOptions } from "./deploy.ts";
export type { NamedEnvironment } from "./environment.ts";
export type { GoBackOptions } from "./going-back.ts";
export type { BuiltImage } from "./image.ts";
export { kubeconfigThere } from "./kubeconfig.ts";
export { type Names, names } from "./names.ts";
export { type Pipeline, pipeline } from "./pipeline.ts";
export { imageName, type NamedService } from "./service.ts";
export type { ServiceOptions } from "./verify.ts";

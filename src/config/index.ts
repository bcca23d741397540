/** `tidegate.config.ts`: what workflows, rehearsal and checks share. */
export type { Checking } from "./checking.ts";
export { type Config, type Definition, isConfig } from "./config.ts";
export { ConfigError, defineConfig } from "./define.ts";
export type { Environment, Gate } from "./environment.ts";
export { type NeededEnvironment, neededEnvironments, repositorySecrets } from "./needed.ts";
export type { Notification, Occasion } from "./notification.ts";
export type { Registry } from "./registry.ts";
export type { Bootstrap, ImageStandIn, Rehearsal } from "./rehearsal.ts";
export type { Service } from "./service.ts";

import { dockerSetupBuildx } from "../bindings/actions/index.ts";

/** By digest: a tag can move to another program, and this one makes what is signed. See docs/adr/0168. */
const buildKit = "moby/buildkit:v0.33.1@sha256:cec9f139f45e93c5c69c60f8b07cfad9f43f4ef6b6a6cd917527fea5ff2e3dea";

/** The builder of every job that builds an image. No cache: what is signed must not come from what another run left behind. */
export const setUpBuilder = () => dockerSetupBuildx({ cacheBinary: false, driverOpts: `image=${buildKit}` });

import { createHash } from "node:crypto";
import type { Pulled } from "../kubelet/pod-runtime.ts";
import type { PullScript } from "./script.ts";

/** What containerd answers through kubelet, for an image that is not there and for a registry that does not answer. */
export function pulledAs(script: PullScript, image: string): Pulled {
  if (script === "ok") return { ok: true, imageId: `${nameOf(image)}@sha256:${sha256(image)}`, size: 1024 };
  if (typeof script === "object") return { ok: false, ...script };
  const named = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  if (script === "not-found")
    return {
      ok: false,
      reason: "ErrImagePull",
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${named}": failed to resolve reference "${named}": ${named}: not found`,
    };
  const url = `https://${named.replace(/^([^/]+)\//, "$1/v2/").replace(/[:@]([^/]*)$/, "/manifests/$1")}`;
  return {
    ok: false,
    reason: "ErrImagePull",
    message: `rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "${named}": failed to resolve reference "${named}": failed to do request: Head "${url}": dial tcp: i/o timeout`,
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Without tag or digest. */
const nameOf = (image: string) => (image.split("@")[0] ?? image).replace(/:[^:/]*$/, "");

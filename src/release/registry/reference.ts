/** `docker.io/library/nginx`, `nginx`, `ghcr.io/acme/frontend`, `localhost:5000/x` → where to ask. */
export interface Repository {
  readonly origin: string;
  readonly host: string;
  readonly name: string;
  /** something else answers in its stead, and must not be told who asks */
  readonly mirrored: boolean;
}

/** The variable that names a registry which stands in for all others, by `host:port`, in plain HTTP. */
export const mirrorVariable = "TIDEGATE_REGISTRY_MIRROR";

export function repositoryOf(image: string, mirror?: string): Repository {
  const [first = "", ...rest] = image.split("/");
  const explicit = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  const host = explicit ? first : "docker.io";
  const path = explicit ? rest.join("/") : image;
  const name = host === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (mirror && !isLoopback(host)) return { host, name, origin: `http://${mirror}`, mirrored: true };
  return {
    host,
    name,
    origin: `${isLoopback(host) ? "http" : "https"}://${host === "docker.io" ? "registry-1.docker.io" : host}`,
    mirrored: false,
  };
}

/** Registries on this machine speak plain HTTP, as Docker and containerd assume too. */
const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);

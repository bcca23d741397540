import type { CookieOptions, Request } from "express";

export const cookieName = "shop_session";

/** Scripts never see the token: it travels in a cookie that only this server and only the shop's own pages use. */
export const cookieOptions = (request: Pick<Request, "secure">): CookieOptions => ({
  httpOnly: true,
  sameSite: "strict",
  secure: request.secure,
  path: "/shop",
});

/** `a=1; shop_session=x.y.z` in → `x.y.z` out. A token is base64url and dots, so nothing needs decoding. */
export function tokenFrom(header: string | undefined): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === cookieName && value !== undefined && /^[\w.-]+$/.test(value)) return value;
  }
  return undefined;
}

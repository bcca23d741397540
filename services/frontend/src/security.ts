import type { RequestHandler } from "express";
import { Problem } from "./serving/problem.ts";

/** Nothing but what this server itself serves: no inline script, no inline style, no frame, no foreign address. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: RequestHandler = (request, response, next) => {
  response.set({
    "Content-Security-Policy": contentSecurityPolicy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
  });
  if (request.secure) response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  next();
};

/**
 * A page elsewhere may send a form to this server, and the browser adds the session's cookie unless it is `SameSite`.
 * Browsers name the sender in `Sec-Fetch-Site`; who sends no such header is no browser and carries no cookie by accident.
 */
export const sameSiteOnly: RequestHandler = (request, _response, next) => {
  const from = request.get("sec-fetch-site");
  if (request.method !== "GET" && request.method !== "HEAD" && from !== undefined && from !== "same-origin")
    throw new Problem(403, "Sent from another site", "The shop takes changes only from its own pages.");
  next();
};

import { createServer } from "node:http";

const { PORT = "8080", MAILER_URL = "http://mailer" } = process.env;

createServer(async (request, response) => {
  if (request.url !== "/orders") return response.end(JSON.stringify({ service: "web" }));
  const answer = await fetch(`${MAILER_URL}/mails`).catch(() => undefined);
  response.statusCode = answer?.ok ? 200 : 502;
  response.end(JSON.stringify({ told: (await answer?.json())?.service ?? null }));
}).listen(Number(PORT));

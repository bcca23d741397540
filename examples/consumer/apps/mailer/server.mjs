import { createServer } from "node:http";

createServer((_, response) => response.end(JSON.stringify({ service: "mailer" }))).listen(
  Number(process.env.PORT ?? 8080),
);

import { createServer } from "node:http";

const { PORT = "8080", GREETING = "hello" } = process.env;
const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ greeting: GREETING, path: request.url }));
});
server.listen(Number(PORT), () => console.log(`listening on ${PORT}`));
process.on("SIGTERM", () => server.close());

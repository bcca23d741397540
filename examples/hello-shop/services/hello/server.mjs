import { createServer } from "node:http";

const { PORT = "8080" } = process.env;
const greeting = { says: "hello" };

const server = createServer((_, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(greeting));
});
server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`));
process.on("SIGTERM", () => server.close());

/** The server's side of a SPDY/3.1 connection: streams that the client opens, each a Duplex with headers. */
import { Duplex } from "node:stream";
import { controlFrame, dataFrame, type Frame, flagFin, numbers, takeFrames, type } from "./frames.ts";
import { type HeaderCodec, type Headers, headerCodec } from "./headers.ts";

export interface SpdyStream {
  readonly headers: Headers;
  readonly stream: Duplex;
}

/** Calls `opened` for each stream, in the order in which the client opens them. */
export function serveSpdy(connection: Duplex, head: Buffer, opened: (stream: SpdyStream) => void): void {
  const codec = headerCodec();
  const streams = new Map<number, Duplex>();
  let rest: Buffer = Buffer.alloc(0);
  // Header blocks depend on those before them, so frames are taken one at a time.
  let queue: Promise<void> = Promise.resolve();
  const take = (chunk: Buffer) => {
    const parsed = takeFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    rest = parsed.rest;
    for (const frame of parsed.frames)
      queue = queue
        .then(() => handle(frame, connection, codec, streams, opened))
        .catch(() => {
          connection.destroy();
        });
  };
  connection.on("data", take);
  connection.on("error", () => connection.destroy());
  connection.on("close", () => {
    codec.close();
    for (const stream of streams.values()) stream.destroy();
  });
  if (head.length > 0) take(head);
}

async function handle(
  frame: Frame,
  connection: Duplex,
  codec: HeaderCodec,
  streams: Map<number, Duplex>,
  opened: (stream: SpdyStream) => void,
): Promise<void> {
  if (!frame.control) {
    const stream = streams.get(frame.stream);
    if (frame.body.length > 0) stream?.push(frame.body);
    if (frame.flags & flagFin) stream?.push(null);
    return;
  }
  switch (frame.type) {
    case type.synStream: {
      const id = frame.body.readUInt32BE(0) & 0x7fffffff;
      const headers = await codec.decode(frame.body.subarray(10));
      const stream = streamOf(id, connection);
      streams.set(id, stream);
      stream.on("close", () => streams.delete(id));
      connection.write(controlFrame(type.synReply, Buffer.concat([numbers(id), await codec.encode({})])));
      if (frame.flags & flagFin) stream.push(null);
      opened({ headers, stream });
      return;
    }
    case type.rstStream:
      streams.get(frame.body.readUInt32BE(0))?.destroy();
      return;
    case type.ping:
      connection.write(controlFrame(type.ping, frame.body));
      return;
    case type.goAway:
      connection.end();
      return;
    default:
  }
}

function streamOf(id: number, connection: Duplex): Duplex {
  const most = 64 * 1024;
  return new Duplex({
    allowHalfOpen: true,
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      for (let at = 0; at < chunk.length; at += most) connection.write(dataFrame(id, chunk.subarray(at, at + most)));
      done();
    },
    final: (done) => {
      if (!connection.destroyed) connection.write(dataFrame(id, Buffer.alloc(0), flagFin));
      done();
    },
  });
}

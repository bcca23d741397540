/** Header blocks: one zlib stream for each direction, flushed after every block. */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from "node:zlib";
import { dictionary, lengthPrefixed } from "./dictionary.ts";

export type Headers = Readonly<Record<string, string>>;

export interface HeaderCodec {
  decode(block: Buffer): Promise<Headers>;
  encode(headers: Headers): Promise<Buffer>;
  close(): void;
}

export function headerCodec(): HeaderCodec {
  const inflate = createInflate({ dictionary, flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH });
  const deflate = createDeflate({ dictionary, flush: constants.Z_SYNC_FLUSH });
  return {
    decode: async (block) => parse(await through(inflate, block)),
    encode: (headers) => through(deflate, format(headers)),
    close: () => {
      inflate.destroy();
      deflate.destroy();
    },
  };
}

/** What comes out of a flushing stream for one piece that goes in. */
function through(stream: Inflate | Deflate, input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const take = (chunk: Buffer) => chunks.push(chunk);
    stream.on("data", take);
    stream.once("error", reject);
    stream.write(input, () => {
      stream.off("data", take);
      stream.off("error", reject);
      resolve(Buffer.concat(chunks));
    });
  });
}

function parse(block: Buffer): Headers {
  const headers: Record<string, string> = {};
  let offset = 4;
  const next = () => {
    const length = block.readUInt32BE(offset);
    const text = block.toString("utf8", offset + 4, offset + 4 + length);
    offset += 4 + length;
    return text;
  };
  for (let left = block.readUInt32BE(0); left > 0; left--) {
    const name = next().toLowerCase();
    headers[name] = next();
  }
  return headers;
}

function format(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length);
  return Buffer.concat([count, ...entries.flatMap(([name, value]) => [lengthPrefixed(name), lengthPrefixed(value)])]);
}

/** SPDY/3.1 frames, as far as kubectl speaks them. */
export const type = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

export const flagFin = 1;

export type Frame =
  | { readonly control: false; readonly stream: number; readonly flags: number; readonly body: Buffer }
  | { readonly control: true; readonly type: number; readonly flags: number; readonly body: Buffer };

/** The whole frames at the start of a buffer, and what is left. */
export function takeFrames(buffer: Buffer): { readonly frames: readonly Frame[]; readonly rest: Buffer } {
  const frames: Frame[] = [];
  let rest = buffer;
  while (rest.length >= 8) {
    const length = rest.readUIntBE(5, 3);
    if (rest.length < 8 + length) break;
    const head = rest.readUInt32BE(0);
    const flags = rest.readUInt8(4);
    const body = rest.subarray(8, 8 + length);
    frames.push(
      head >= 0x80000000
        ? { control: true, type: head & 0xffff, flags, body }
        : { control: false, stream: head, flags, body },
    );
    rest = rest.subarray(8 + length);
  }
  return { frames, rest };
}

export function dataFrame(stream: number, body: Buffer, flags = 0): Buffer {
  return framed(stream, flags, body);
}

export function controlFrame(kind: number, body: Buffer, flags = 0): Buffer {
  return framed(0x80030000 + kind, flags, body);
}

function framed(first: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(first, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

export function numbers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) buffer.writeUInt32BE(value, i * 4);
  return buffer;
}

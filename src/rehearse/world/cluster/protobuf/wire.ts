/** The wire format of protocol buffers: tagged values, read one after the other. */
export interface WireValue {
  readonly field: number;
  /** A number for varints and fixed widths, bytes for everything else. */
  readonly value: number | Buffer;
}

export function wireValues(bytes: Buffer): readonly WireValue[] {
  const values: WireValue[] = [];
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    switch (tag & 7) {
      case 0:
        // Negative numbers travel as 64 bits in two's complement.
        values.push({ field, value: Number(BigInt.asIntN(64, varint())) });
        break;
      case 1:
        values.push({ field, value: bytes.readDoubleLE(at) });
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        values.push({ field, value: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        values.push({ field, value: bytes.readFloatLE(at) });
        at += 4;
        break;
      default:
        throw new Error(`protobuf: wire type ${tag & 7} at byte ${at} is not read here`);
    }
  }
  return values;
}

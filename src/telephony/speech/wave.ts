/** One channel of sound: samples from -1 to 1, and how many there are to a second. */
export interface Sound {
  readonly samples: Float64Array;
  readonly hertz: number;
}

const pcm = 1;
const headerBytes = 12;
const chunkHeaderBytes = 8;

/** Reads 16-bit mono PCM in a RIFF WAVE file, as espeak-ng writes it. Throws when it is anything else. */
export function readWave(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(bytes, view);
  const format = chunks.get("fmt ");
  const data = chunks.get("data");
  if (format === undefined || data === undefined) throw new Error("not a WAV file");
  const isSixteenBitMono =
    format.getUint16(0, true) === pcm && format.getUint16(2, true) === 1 && format.getUint16(14, true) === 16;
  if (!isSixteenBitMono) throw new Error("a WAV file that is not 16-bit mono PCM");
  const length = Math.floor(data.byteLength / 2);
  const samples = Float64Array.from({ length }, (_, index) => data.getInt16(index * 2, true) / 32_768);
  return { samples, hertz: format.getUint32(4, true) };
}

/** Chunks by their names. A length beyond the end, as streaming writers leave it, means: up to the end. */
function chunksOf(bytes: Uint8Array, view: DataView): Map<string, DataView> {
  const chunks = new Map<string, DataView>();
  let at = headerBytes;
  while (at + chunkHeaderBytes <= bytes.length) {
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
    const start = at + chunkHeaderBytes;
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - start);
    chunks.set(name, new DataView(bytes.buffer, bytes.byteOffset + start, length));
    // Chunks begin at even places.
    at = start + length + (length % 2);
  }
  return chunks;
}

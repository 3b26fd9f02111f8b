/**
 * Bytes that arrived and were not yet used. Appending costs amortised linear time however small the
 * pieces are, and a view handed out earlier is never overwritten.
 */
export class ByteQueue {
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds a piece. A piece that comes when nothing waits is kept without copying. */
  append(piece: Buffer): void {
    if (this.length === 0) {
      this.#buffer = piece;
      this.#start = 0;
      this.#end = piece.length;
      return;
    }
    if (this.#end + piece.length > this.#buffer.length) this.#grow(piece.length);
    piece.copy(this.#buffer, this.#end);
    this.#end += piece.length;
  }

  /** All waiting bytes, without copying. */
  view(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Takes the first `count` bytes away, or all where there are fewer, without copying. */
  take(count: number): Buffer {
    const taken = this.#buffer.subarray(this.#start, Math.min(this.#start + count, this.#end));
    this.#start += taken.length;
    return taken;
  }

  #grow(by: number): void {
    const waiting = this.length;
    const larger = Buffer.allocUnsafe(Math.max(2 * waiting, waiting + by));
    this.#buffer.copy(larger, 0, this.#start, this.#end);
    this.#buffer = larger;
    this.#start = 0;
    this.#end = waiting;
  }
}

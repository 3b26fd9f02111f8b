/** Opcodes from here on are control frames: they may come between the pieces of a message (RFC 6455 5.4). */
const FIRST_CONTROL = 8;

/**
 * How far the frames of a WebSocket have come (RFC 6455 5.2). What they hold is read elsewhere; this only
 * tells whether something has begun that has not ended, and so must not take for ever.
 */
export class WsProgress {
  /** The bytes of a frame's head so far; its longest form has 14. */
  readonly #head = Buffer.alloc(14);
  #headHeld = 0;
  #payloadLeft = 0;
  #fragmented = false;

  /** Whether a frame or a message has begun and not ended. */
  get midway(): boolean {
    return this.#headHeld > 0 || this.#payloadLeft > 0 || this.#fragmented;
  }

  /** Follows the bytes as they come. Says whether a whole message ended in them. */
  push(piece: Buffer): boolean {
    let ended = false;
    let at = 0;
    while (at < piece.length) {
      if (this.#payloadLeft > 0) {
        const step = Math.min(this.#payloadLeft, piece.length - at);
        this.#payloadLeft -= step;
        at += step;
      } else {
        this.#head[this.#headHeld++] = piece[at++] ?? 0;
        if (this.#headHeld === headLength(this.#head, this.#headHeld))
          this.#payloadLeft = payloadLength(this.#head);
        else continue;
      }
      if (this.#payloadLeft === 0) ended = this.#frameEnded() || ended;
    }
    return ended;
  }

  #frameEnded(): boolean {
    const first = this.#head[0] ?? 0;
    this.#headHeld = 0;
    if ((first & 0x0f) >= FIRST_CONTROL) return false;
    this.#fragmented = (first & 0x80) === 0;
    return !this.#fragmented;
  }
}

/** 2 bytes, a longer length, a mask. */
function headLength(head: Buffer, held: number): number {
  if (held < 2) return 2;
  const second = head[1] ?? 0;
  const length = second & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
}

function payloadLength(head: Buffer): number {
  const length = (head[1] ?? 0) & 0x7f;
  if (length === 126) return head.readUInt16BE(2);
  return length === 127 ? Number(head.readBigUInt64BE(2)) : length;
}

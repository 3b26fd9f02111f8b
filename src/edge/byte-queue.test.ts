import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteQueue } from "./byte-queue.ts";

describe("a queue of bytes", () => {
  it("gives back what was put in, however it was cut and taken, and never alters what it gave", () => {
    const step = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 50 }));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const queue = new ByteQueue();
        const put: Buffer[] = [];
        const taken: { given: Buffer; copy: Buffer }[] = [];
        for (const action of steps) {
          if (typeof action === "number") {
            const given = queue.take(action);
            taken.push({ given, copy: Buffer.from(given) });
          } else {
            put.push(Buffer.from(action));
            queue.append(Buffer.from(action));
          }
        }
        const out = Buffer.concat([...taken.map(({ given }) => given), queue.view()]);
        expect(out.equals(Buffer.concat(put))).toBe(true);
        expect(taken.every(({ given, copy }) => given.equals(copy))).toBe(true);
        expect(queue.length).toBe(queue.view().length);
      }),
    );
  });
});

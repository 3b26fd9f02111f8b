/** A figure cannot be told; the message says why. */
export class Unmeasurable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Unmeasurable";
  }
}

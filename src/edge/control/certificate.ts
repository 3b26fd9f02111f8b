import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import type { CertificateFiles } from "./settings.ts";

/** A file that is needed for TLS and cannot be used; the message says which, and why. */
export class UnusableFile extends Error {
  constructor(what: string, file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`the ${what} ${file} of the control port cannot be used: ${why}`);
    this.name = "UnusableFile";
  }
}

/** What TLS is spoken with on the control ports. Connections that live keep what they began with. */
export class ControlCertificate {
  readonly #files: CertificateFiles;
  #current: SecureContext;

  private constructor(files: CertificateFiles, current: SecureContext) {
    this.#files = files;
    this.#current = current;
  }

  /** Reads the files. Rejects with `UnusableFile`. */
  static async open(files: CertificateFiles): Promise<ControlCertificate> {
    return new ControlCertificate(files, await load(files));
  }

  get current(): SecureContext {
    return this.#current;
  }

  /** Reads the files again. Rejects with `UnusableFile`; the former certificate then stays. */
  async reload(): Promise<void> {
    this.#current = await load(this.#files);
  }
}

/** The text of a file. Rejects with `UnusableFile`. */
export async function readPem(what: string, file: string): Promise<string> {
  return readFile(file, "latin1").catch((error: unknown) => {
    throw new UnusableFile(what, file, error);
  });
}

async function load({ certFile, keyFile }: CertificateFiles): Promise<SecureContext> {
  const cert = await readPem("certificate", certFile);
  const key = await readPem("key", keyFile);
  try {
    return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
  } catch (error) {
    throw new UnusableFile("certificate", `${certFile} with the key ${keyFile}`, error);
  }
}

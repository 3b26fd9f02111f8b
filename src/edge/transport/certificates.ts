import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";
import type { Clock } from "../clock.ts";

/** Paths of PEM files. */
export interface CertificateFiles {
  /** Our certificate, followed by those between it and its root. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Whom we trust when dialling, instead of the roots that come with Node. */
  readonly caFile?: string | undefined;
}

/** Certificates that cannot be used, with what is wrong with them. */
export class UnusableCertificate extends Error {
  constructor(fault: string) {
    super(fault);
    this.name = "UnusableCertificate";
  }
}

/** What became of a wish for other certificates; on a fault the former ones stay in use. */
export type Reload =
  | { readonly ok: true; readonly validTo: string }
  | { readonly ok: false; readonly fault: string };

interface Loaded {
  readonly server: SecureContextOptions;
  readonly client: SecureContext;
  readonly validTo: string;
  readonly expired: boolean;
}

type Load = { readonly ok: true; readonly loaded: Loaded } | { readonly ok: false; readonly fault: string };

const OLDEST = "TLSv1.2";

/** The certificates in use. They are read from files, and again when asked to. */
export class Certificates {
  readonly #files: CertificateFiles;
  readonly #clock: Clock;
  readonly #watchers: ((options: SecureContextOptions) => void)[] = [];
  #loaded: Loaded;

  private constructor(files: CertificateFiles, clock: Clock, loaded: Loaded) {
    this.#files = files;
    this.#clock = clock;
    this.#loaded = loaded;
  }

  /** Reads them. Rejects with `UnusableCertificate` where a file is missing, or is not what it should be. */
  static async open(files: CertificateFiles, clock: Clock): Promise<Certificates> {
    const load = await loadFrom(files, clock.now());
    if (!load.ok) throw new UnusableCertificate(load.fault);
    return new Certificates(files, clock, load.loaded);
  }

  /** When it ended, where the certificate in use is no longer valid: better than none, but to be told of. */
  get expiredOn(): string | undefined {
    return this.#loaded.expired ? this.#loaded.validTo : undefined;
  }

  /** What servers are made with. */
  server(): SecureContextOptions {
    return this.#loaded.server;
  }

  /** What we dial with. */
  client(): SecureContext {
    return this.#loaded.client;
  }

  /** `changed` is called whenever other certificates came into use. */
  watch(changed: (options: SecureContextOptions) => void): void {
    this.#watchers.push(changed);
  }

  /** Reads the files again. Only connections made from then on are touched. */
  async reload(): Promise<Reload> {
    const load = await loadFrom(this.#files, this.#clock.now());
    if (!load.ok) return load;
    const { validTo, expired } = load.loaded;
    if (expired) return { ok: false, fault: `the new certificate expired on ${validTo}` };
    this.#loaded = load.loaded;
    for (const changed of this.#watchers) changed(load.loaded.server);
    return { ok: true, validTo };
  }
}

async function loadFrom({ certFile, keyFile, caFile }: CertificateFiles, now: number): Promise<Load> {
  try {
    const cert = await read("certificate", certFile);
    const key = await read("key", keyFile);
    const ca = caFile === undefined ? undefined : await read("CA", caFile);
    const { validTo } = parsed(cert, certFile);
    if (ca && caFile !== undefined) parsed(ca, caFile);
    const server = { cert, key, minVersion: OLDEST } as const;
    const client = context({ ...server, ...(ca ? { ca } : {}) }, keyFile);
    return { ok: true, loaded: { server, client, validTo, expired: Date.parse(validTo) < now } };
  } catch (error) {
    if (error instanceof UnusableCertificate) return { ok: false, fault: error.message };
    throw error;
  }
}

async function read(what: string, file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw new UnusableCertificate(`the ${what} file ${file} cannot be read: ${reason(error)}`);
  });
}

function parsed(cert: Buffer, file: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (error) {
    throw new UnusableCertificate(`the file ${file} holds no certificate: ${reason(error)}`);
  }
}

/** Making one shows whether the key fits the certificate. */
function context(options: SecureContextOptions, keyFile: string): SecureContext {
  try {
    return createSecureContext(options);
  } catch (error) {
    throw new UnusableCertificate(`the key ${keyFile} does not fit the certificate: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

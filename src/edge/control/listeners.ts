import { listen } from "../listen.ts";
import { ControlCertificate } from "./certificate.ts";
import { isLoopback } from "./loopback.ts";
import type { Reception } from "./reception.ts";
import { ControlServer } from "./server.ts";
import type { ControlListener, ControlOptions } from "./settings.ts";

/** The addresses applications connect to. */
export class Listeners {
  /** The ports bound, in the order of the addresses given. */
  readonly ports: number[] = [];
  readonly #servers: ControlServer[] = [];
  readonly #certificate: ControlCertificate | undefined;

  private constructor(certificate: ControlCertificate | undefined) {
    this.#certificate = certificate;
  }

  /**
   * Binds all addresses or none. Rejects with `PortTaken` or `UnusableFile`, and where an address is
   * open to others while there is no secret.
   */
  static async open(
    addresses: readonly ControlListener[],
    reception: Reception,
    options: ControlOptions,
  ): Promise<Listeners> {
    const exposed = addresses.find(({ host }) => !isLoopback(host));
    if (exposed && options.controlSecret === undefined) {
      throw new Error(`a secret is needed to await applications on ${exposed.host}, which others can reach`);
    }
    const listeners = new Listeners(await certificateFor(addresses, options));
    try {
      for (const address of addresses) await listeners.#bind(address, reception);
    } catch (error) {
      await listeners.close();
      throw error;
    }
    return listeners;
  }

  /** Reads the certificate again, if there is one. Rejects with `UnusableFile`; the former one then stays. */
  async reloadCertificate(): Promise<void> {
    await this.#certificate?.reload();
  }

  /** Connects nobody any more; resolves when all connections are closed. */
  async close(): Promise<void> {
    for (const server of this.#servers) await server.close();
  }

  async #bind({ protocol, host, port }: ControlListener, reception: Reception): Promise<void> {
    const server = new ControlServer(reception, protocol === "tls" ? this.#certificate : undefined);
    this.ports.push(await listen(server, "control", host, port));
    this.#servers.push(server);
  }
}

async function certificateFor(
  addresses: readonly ControlListener[],
  { controlCertificate }: ControlOptions,
): Promise<ControlCertificate | undefined> {
  if (addresses.every(({ protocol }) => protocol === "tcp")) return undefined;
  if (!controlCertificate) throw new Error("a control port with TLS needs a certificate and its key");
  return ControlCertificate.open(controlCertificate);
}

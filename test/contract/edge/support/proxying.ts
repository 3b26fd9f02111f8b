import { Inbox } from "./inbox.ts";
import type { UdpPhone } from "./phones.ts";
import { field, tagIn } from "./sip-text.ts";
import type { ProxyResults, Srf, SrfRequest } from "./srf.ts";
import { commandsRead } from "./taking.ts";
import type { World } from "./world.ts";

/** An application that lets what arrives pass to certain targets. */
export interface ProxyingApp {
  readonly srf: Srf;
  /** The requests it was asked about. */
  readonly asked: SrfRequest[];
  /** How the next proxied request ended: its results, or the refusal of the order. */
  ended(): Promise<ProxyResults | { readonly refusal: unknown }>;
}

/** Connects such an application; resolves when the server knows it. `opts` are those of `proxyRequest`. */
export async function appProxying(
  world: World,
  targets: readonly string[] | ((request: SrfRequest) => readonly string[]),
  opts: object = {},
  methods: readonly string[] = ["invite"],
): Promise<ProxyingApp> {
  const srf = await world.app();
  const asked: SrfRequest[] = [];
  const results = new Inbox<ProxyResults | { readonly refusal: unknown }>();
  for (const method of methods) {
    srf.use(method, (req) => {
      asked.push(req);
      const destinations = typeof targets === "function" ? targets(req) : targets;
      srf
        .proxyRequest(req, [...destinations], { ...opts })
        .then((result) => results.put(result))
        .catch((refusal: unknown) => results.put({ refusal }));
    });
  }
  await commandsRead(world, srf);
  return { srf, asked, ended: () => results.take(() => true, "the end of a proxied request") };
}

/** The statuses an application was told of, in order; the library groups them by target, but not reliably. */
export function statuses(results: ProxyResults | { readonly refusal: unknown }): number[] {
  return "responses" in results
    ? results.responses.flatMap(({ msgs }) => msgs.map(({ status }) => status))
    : [];
}

/** The URI of a phone that anybody can reach. */
export function uriOf(phone: { readonly place: UdpPhone["place"] }, user = "1001"): string {
  const tcp = phone.place.transport === "TCP" ? ";transport=tcp" : "";
  return `sip:${user}@127.0.0.1:${phone.place.port}${tcp}`;
}

/** What a caller's request in the dialog of a 2xx says (RFC 3261 12.2.1.1). */
export function inDialogOf(ok: string, method: string, cseq: number) {
  const contact = /<([^>]+)>/.exec(field(ok, "Contact"))?.[1] ?? "";
  return {
    method,
    cseq,
    uri: contact,
    callId: field(ok, "Call-ID"),
    fromTag: tagIn(ok, "From"),
    to: field(ok, "To"),
    headers: routesOf(ok, "Record-Route")
      .toReversed()
      .map((route) => `Route: ${route}`),
  };
}

/** All values of a Route-like header, one by one. */
export function routesOf(message: string, name: string): string[] {
  const head = message.split("\r\n\r\n", 1)[0] ?? "";
  const lines = head.split("\r\n").filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return lines.flatMap((line) =>
    line
      .slice(name.length + 1)
      .split(",")
      .map((value) => value.trim()),
  );
}

import { type Header, headerOf, headersOf, type Request, type Response } from "./message.ts";

const reasons: Readonly<Record<number, string>> = {
  100: "Trying",
  180: "Ringing",
  183: "Session Progress",
  200: "OK",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  480: "Temporarily Unavailable",
  481: "Call/Transaction Does Not Exist",
  486: "Busy Here",
  487: "Request Terminated",
  488: "Not Acceptable Here",
  500: "Server Internal Error",
  503: "Service Unavailable",
  603: "Decline",
};

/** What a response adds to what it takes from its request. */
export interface Reply {
  readonly toTag?: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
  readonly reason?: string;
}

/** Builds a response (RFC 3261 §8.2.6.2): Via, From, To, Call-ID, CSeq and Record-Route come from the request. */
export function responseTo(request: Request, status: number, reply: Reply = {}): Response {
  const to = headerOf(request, "To");
  const tagged = reply.toTag === undefined || /;\s*tag=/i.test(to) ? to : `${to};tag=${reply.toTag}`;
  const body = reply.body ?? "";
  return {
    kind: "response",
    status,
    reason: reply.reason ?? reasons[status] ?? "Refused",
    headers: [
      ...copied(request, "Via"),
      ...(status < 300 ? copied(request, "Record-Route") : []),
      ["From", headerOf(request, "From")],
      ["To", tagged],
      ["Call-ID", headerOf(request, "Call-ID")],
      ["CSeq", headerOf(request, "CSeq")],
      ...(reply.headers ?? []),
      ...(body === "" ? [] : [["Content-Type", "application/sdp"] as const]),
    ],
    body,
  };
}

function copied(request: Request, name: string): Header[] {
  return headersOf(request, name).map((value): Header => [name, value]);
}

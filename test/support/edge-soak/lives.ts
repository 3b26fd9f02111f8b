import type { Protocol } from "../../../src/edge/transport/transport.ts";
import {
  field,
  newBranch,
  type RequestText,
  requestText,
  responseText,
  SDP,
} from "../../contract/edge/support/sip-text.ts";
import type { Indoors } from "./indoors.ts";

/** One way in which something may come, go, or come to nothing. `nth` makes each different. */
export interface Life {
  readonly name: string;
  readonly live: (house: Indoors, nth: number) => void;
}

/** One phone's side of a life, with what a phone remembers. */
class Phone {
  readonly callId = newBranch();
  readonly #house: Indoors;
  readonly #protocol: Protocol;

  constructor(house: Indoors, protocol: Protocol = "udp") {
    this.#house = house;
    this.#protocol = protocol;
  }

  /** Sends a request, of its own call unless it says otherwise; its text. */
  asks(request: RequestText): string {
    const place = { transport: this.#protocol === "udp" ? ("UDP" as const) : ("TCP" as const), port: 40_000 };
    const text = requestText(place, { callId: this.callId, ...request });
    this.says(text);
    return text;
  }

  says(text: string): void {
    this.#house.receive(Buffer.from(text, "latin1"), this.#protocol);
  }

  /** What the server sent last. */
  get heard(): string {
    return this.#house.sent.at(-1)?.toString("latin1") ?? "";
  }

  answers(request: string, status: number, tag = "phone"): void {
    const contact = ["Contact: <sip:phone@127.0.0.9:5080>"];
    this.says(responseText(request, { status, tag, headers: contact }));
  }

  /** Acknowledges the failure that was heard last. */
  acknowledges(invite: string): void {
    const branch = /branch=([^;\s]+)/.exec(invite)?.[1] ?? "";
    this.asks({ method: "ACK", branch, to: field(this.heard, "To") });
  }
}

/** Carries a command out; one that is refused would make a life another one than it says. */
function obeyed(house: Indoors, payload: string): string {
  const line = house.command(payload);
  if (!line.startsWith("response|1|OK|")) throw new Error(`${payload} was answered ${line}`);
  return line;
}

/** The application answers what it was given last. */
function answer(house: Indoors, status: number, lines = ""): void {
  const { transactionId } = last(house);
  obeyed(house, `1|sip|${transactionId}|\r\nSIP/2.0 ${status} Well\r\n${lines}\r\n`);
}

function last(house: Indoors): { readonly transactionId: string; readonly dialogId: string } {
  const delivery = house.delivered.at(-1);
  if (!delivery) throw new Error("the application was given nothing");
  return delivery;
}

/** The application sends a request; its transaction id. */
function ask(house: Indoors, method: string, uri = "sip:phone@127.0.0.9:5080", lines = ""): string {
  const line = obeyed(house, `1|sip||\r\n${method} ${uri} SIP/2.0\r\n${lines}\r\n`);
  return line.split("|")[9] ?? "";
}

function inside(house: Indoors, method: string, dialogId: string): void {
  obeyed(house, `1|sip||${dialogId}\r\n${method} sip:placeholder SIP/2.0\r\n\r\n`);
}

/** A call that is up, from the network; the To with the server's tag. */
function callUp(house: Indoors, phone: Phone): { readonly to: string; readonly dialogId: string } {
  phone.asks({ method: "INVITE", body: SDP });
  answer(house, 180);
  answer(house, 200, "Content-Type: application/sdp\r\n");
  const to = field(phone.heard, "To");
  phone.asks({ method: "ACK", to });
  return { to, dialogId: last(house).dialogId };
}

/** A call that is up, to the network; its name. */
function callOut(house: Indoors, phone: Phone): string {
  ask(house, "INVITE");
  const invite = phone.heard;
  phone.answers(invite, 180);
  phone.answers(invite, 200);
  const { dialogId } = last(house);
  inside(house, "ACK", dialogId);
  return dialogId;
}

/** All kinds of lives. */
export const LIVES: readonly Life[] = [
  {
    name: "a request answered",
    live: (house) => {
      new Phone(house).asks({ method: "OPTIONS" });
      answer(house, 200);
    },
  },
  {
    name: "a request the application forgets",
    live: (house) => void new Phone(house).asks({ method: "MESSAGE" }),
  },
  {
    name: "a registration over TCP that is not renewed",
    live: (house, nth) => {
      const headers = [`Contact: <sip:agent${nth}@127.0.0.1:40000;transport=tcp>`, "Expires: 60"];
      new Phone(house, "tcp").asks({ method: "REGISTER", headers });
      answer(house, 200);
    },
  },
  {
    name: "a call ended by the caller",
    live: (house) => {
      const phone = new Phone(house);
      const { to } = callUp(house, phone);
      phone.asks({ method: "BYE", cseq: 2, to });
      answer(house, 200);
      phone.asks({ method: "INFO", cseq: 3, to });
    },
  },
  {
    name: "a call ended by the application, whose BYE nobody answers",
    live: (house) => {
      const { dialogId } = callUp(house, new Phone(house));
      inside(house, "INFO", dialogId);
      inside(house, "BYE", dialogId);
    },
  },
  {
    name: "a call changed while it lasts",
    live: (house) => {
      const phone = new Phone(house);
      const { to, dialogId } = callUp(house, phone);
      phone.asks({ method: "INVITE", cseq: 2, to, body: SDP });
      answer(house, 488);
      phone.asks({ method: "UPDATE", cseq: 3, to, body: SDP });
      answer(house, 200);
      inside(house, "BYE", dialogId);
      phone.answers(phone.heard, 200);
    },
  },
  {
    name: "a call cancelled",
    live: (house) => {
      const phone = new Phone(house);
      const branch = newBranch();
      const invite = phone.asks({ method: "INVITE", branch, body: SDP });
      answer(house, 180);
      phone.asks({ method: "CANCEL", branch });
      phone.acknowledges(invite);
    },
  },
  {
    name: "a call cancelled whose 487 is not acknowledged",
    live: (house) => {
      const phone = new Phone(house);
      const branch = newBranch();
      phone.asks({ method: "INVITE", branch });
      phone.asks({ method: "CANCEL", branch });
    },
  },
  {
    name: "a call answered whose ACK is lost",
    live: (house) => {
      new Phone(house).asks({ method: "INVITE" });
      answer(house, 200);
    },
  },
  {
    name: "a call refused whose ACK is lost",
    live: (house) => {
      new Phone(house).asks({ method: "INVITE" });
      answer(house, 486);
    },
  },
  {
    name: "a call that rings for ever",
    live: (house) => {
      new Phone(house).asks({ method: "INVITE" });
      answer(house, 180);
    },
  },
  {
    name: "a call out",
    live: (house) => {
      const phone = new Phone(house);
      const dialogId = callOut(house, phone);
      inside(house, "BYE", dialogId);
      phone.answers(phone.heard, 200);
    },
  },
  {
    name: "a call out that two phones answer",
    live: (house) => {
      const phone = new Phone(house);
      ask(house, "INVITE");
      const invite = phone.heard;
      phone.answers(invite, 200, "one");
      phone.answers(invite, 200, "two");
      inside(house, "ACK", last(house).dialogId);
      inside(house, "BYE", last(house).dialogId);
    },
  },
  { name: "a call out that nobody answers", live: (house) => void ask(house, "INVITE") },
  { name: "a call out to nowhere", live: (house) => void ask(house, "INVITE", "sip:a@nowhere.example") },
  {
    name: "a call out that is refused",
    live: (house) => {
      const phone = new Phone(house);
      ask(house, "INVITE");
      phone.answers(phone.heard, 486);
    },
  },
  {
    name: "a call out that is cancelled",
    live: (house) => {
      const phone = new Phone(house);
      const transactionId = ask(house, "INVITE");
      const invite = phone.heard;
      phone.answers(invite, 180);
      obeyed(house, `1|sip|${transactionId}|\r\nCANCEL sip:phone@127.0.0.9 SIP/2.0\r\n\r\n`);
      phone.answers(phone.heard, 200);
      phone.answers(invite, 487);
    },
  },
  {
    name: "a call out that is cancelled in vain",
    live: (house) => {
      const transactionId = ask(house, "INVITE");
      obeyed(house, `1|sip|${transactionId}|\r\nCANCEL sip:phone@127.0.0.9 SIP/2.0\r\n\r\n`);
    },
  },
  {
    name: "a subscription that is ended",
    live: (house) => {
      const phone = new Phone(house);
      phone.asks({ method: "SUBSCRIBE", headers: ["Event: dialog", "Expires: 60"] });
      answer(house, 202);
      const { callId } = phone;
      obeyed(
        house,
        `1|sip||${callId};from-tag=caller1\r\nNOTIFY sip:placeholder SIP/2.0\r\nEvent: dialog\r\nSubscription-State: terminated\r\n\r\n`,
      );
      phone.answers(phone.heard, 200);
    },
  },
  {
    name: "a subscription that nobody ends",
    live: (house) => {
      new Phone(house).asks({ method: "SUBSCRIBE", headers: ["Event: dialog", "Expires: 60"] });
      answer(house, 202);
    },
  },
  {
    name: "a message nobody understands",
    live: (house) => {
      new Phone(house).says("INVITE <sip:a@b> SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n\r\n");
    },
  },
  {
    name: "a scanner",
    live: (house, nth) => {
      const text = requestText({ transport: "UDP", port: 5060 }, { method: "REGISTER" });
      house.receive(Buffer.from(text), "udp", `198.51.${(nth >> 8) & 255}.${nth & 255}`);
    },
  },
];

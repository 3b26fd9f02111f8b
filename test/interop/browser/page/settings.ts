/** What a telephone in a page is told at its start. */
export interface Settings {
  /** Where the SIP server takes WebSockets, as wss://127.0.0.1:7443. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** What it tells: how it stands with the server, or what becomes of its call; "changed" is its own hold or resume,
 * accepted by the other side. */
export interface Happening {
  readonly type:
    | "connected"
    | "disconnected"
    | "registered"
    | "registration-failed"
    | "unregistered"
    | "called"
    | "ringing"
    | "established"
    | "ended"
    | "failed"
    | "held"
    | "resumed"
    | "changed"
    | "dtmf";
  /** A cause, a digit, or empty. */
  readonly detail: string;
}

/** How the media of its call are. */
export interface Media {
  /** RTCPeerConnection.connectionState. */
  readonly state: string;
  readonly bytesReceived: number;
}

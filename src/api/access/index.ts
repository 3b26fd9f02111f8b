export { guard } from "./guard.ts";
export type { Access, Tokens } from "./port.ts";
export { feedProtocol, presentedToken } from "./presented-token.ts";

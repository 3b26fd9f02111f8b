export { answerBrokenRequest } from "./broken-requests.ts";
export type { ProblemCode } from "./catalogue.ts";
export { Problem } from "./document.ts";
export { answerFailure } from "./failures.ts";
export { addProblemReplies, sendProblem } from "./replies.ts";
export { answerUnknownRoute, refuseUnknownRoutes } from "./unknown-routes.ts";

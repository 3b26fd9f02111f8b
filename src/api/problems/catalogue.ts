/** Languages a problem can be told in. */
export type Language = "zh" | "en";

interface Wording {
  readonly title: string;
  readonly detail: string;
}

interface Entry extends Readonly<Record<Language, Wording>> {
  readonly status: number;
}

/** Every problem this API can answer with: its HTTP status and its words. The key is the document's `code`. */
export const catalogue = {
  "invalid-request": {
    status: 400,
    zh: { title: "请求有误", detail: "请求中有字段不符合要求，详见 errors，逐项改正后再试。" },
    en: {
      title: "Invalid request",
      detail: "Some fields are not as required; mend each one listed in errors and try again.",
    },
  },
  "broken-json": {
    status: 400,
    zh: { title: "JSON 无法解析", detail: "请求体不是完整的 JSON，请检查引号、逗号和括号。" },
    en: {
      title: "Broken JSON",
      detail: "The body is not well-formed JSON; check quotes, commas and brackets.",
    },
  },
  "bad-request": {
    status: 400,
    zh: { title: "无法理解的请求", detail: "请求不符合 HTTP 规范，或地址过长、无法解码。" },
    en: {
      title: "Bad request",
      detail: "The request is not valid HTTP, or its address is too long or cannot be decoded.",
    },
  },
  "token-missing": {
    status: 401,
    zh: { title: "缺少令牌", detail: "请在 Authorization 请求头中给出令牌：Bearer <令牌>。" },
    en: { title: "Token missing", detail: "Give a token in the Authorization header: Bearer <token>." },
  },
  "token-refused": {
    status: 401,
    zh: { title: "令牌无效", detail: "令牌不存在、已过期或已撤销，请换一个有效的令牌。" },
    en: { title: "Token refused", detail: "The token is unknown, expired or revoked; use a valid one." },
  },
  "no-such-route": {
    status: 404,
    zh: { title: "没有这个地址", detail: "此地址下没有任何内容，请核对路径。" },
    en: { title: "No such route", detail: "There is nothing at this address; check the path." },
  },
  "no-such-tenant": {
    status: 404,
    zh: { title: "租户不存在", detail: "令牌所属的租户已不在本平台运行。" },
    en: {
      title: "No such tenant",
      detail: "The tenant this token belongs to is not running on this platform.",
    },
  },
  "no-such-agent": {
    status: 404,
    zh: { title: "没有这个坐席", detail: "本租户没有此编号的坐席。" },
    en: { title: "No such agent", detail: "This tenant has no agent of this id." },
  },
  "no-such-call": {
    status: 404,
    zh: { title: "没有这个呼叫", detail: "本租户没有此编号的进行中呼叫，可能已经结束。" },
    en: { title: "No such call", detail: "This tenant has no live call of this id; it may be over." },
  },
  "method-not-allowed": {
    status: 405,
    zh: { title: "方法不允许", detail: "此地址不支持该方法，可用的方法见 Allow 响应头。" },
    en: {
      title: "Method not allowed",
      detail: "This address does not take that method; the Allow header lists those it takes.",
    },
  },
  "request-timeout": {
    status: 408,
    zh: { title: "请求超时", detail: "请求没有在规定时间内发送完，请重试。" },
    en: { title: "Request timed out", detail: "The request did not arrive in full in time; try again." },
  },
  "no-device": {
    status: 409,
    zh: { title: "没有可振铃的话机", detail: "该坐席没有已注册的话机，请先注册话机再置为就绪。" },
    en: {
      title: "No device",
      detail: "No device of this agent is registered; register one, then become ready.",
    },
  },
  "call-not-waiting": {
    status: 409,
    zh: { title: "呼叫不在排队", detail: "该呼叫仍在流程中或已在通话，只有排队中的呼叫可以领取。" },
    en: {
      title: "Call not waiting",
      detail: "The call is in its flow or talked to already; only a call that waits can be claimed.",
    },
  },
  "call-offered-already": {
    status: 409,
    zh: { title: "呼叫正在振铃", detail: "该呼叫正在另一坐席处振铃，请领取别的呼叫或稍后再试。" },
    en: {
      title: "Call offered already",
      detail: "The call rings at another agent; claim another call, or try again in a while.",
    },
  },
  "call-kept-for-another": {
    status: 409,
    zh: { title: "呼叫为他人保留", detail: "该呼叫正在等待其首选坐席，请稍后再试。" },
    en: {
      title: "Call kept for another",
      detail: "The call waits for the agent it prefers; try again in a while.",
    },
  },
  "agent-not-eligible": {
    status: 409,
    zh: { title: "坐席不符合条件", detail: "该坐席的技能、组别或租用合同目前不允许接听此呼叫。" },
    en: {
      title: "Agent not eligible",
      detail: "The agent's skills, groups or rental contract do not allow this call now.",
    },
  },
  "agent-not-free": {
    status: 409,
    zh: { title: "坐席不空闲", detail: "该坐席未就绪、没有话机或正在处理其他呼叫。" },
    en: {
      title: "Agent not free",
      detail: "The agent is not ready, has no device, or has work in hand.",
    },
  },
  "body-too-large": {
    status: 413,
    zh: { title: "请求体过大", detail: "请求体不得超过 64 KiB。" },
    en: { title: "Body too large", detail: "A request body may hold at most 64 KiB." },
  },
  "unsupported-content-type": {
    status: 415,
    zh: { title: "内容类型不支持", detail: "请求体须为 JSON，并以 Content-Type: application/json 发送。" },
    en: {
      title: "Unsupported content type",
      detail: "Send the body as JSON, with Content-Type: application/json.",
    },
  },
  "upgrade-required": {
    status: 426,
    zh: { title: "需要 WebSocket", detail: "此地址只接受 WebSocket 连接。" },
    en: { title: "WebSocket required", detail: "This address only takes WebSocket connections." },
  },
  "headers-too-large": {
    status: 431,
    zh: { title: "请求头过大", detail: "请减少请求头的数量或长度。" },
    en: { title: "Headers too large", detail: "Send fewer or shorter request headers." },
  },
  "internal-error": {
    status: 500,
    zh: { title: "内部错误", detail: "服务器出错，已记入日志；求助时请附上 instance 的值。" },
    en: {
      title: "Internal error",
      detail: "Something failed here and was logged; quote the instance when you ask for help.",
    },
  },
  "not-ready": {
    status: 503,
    zh: { title: "尚未就绪", detail: "有部件不可用，详见 parts。" },
    en: { title: "Not ready", detail: "Some parts are down; parts names them." },
  },
  stopping: {
    status: 503,
    zh: { title: "正在停止", detail: "服务器正在停止，请稍后再试或换一个节点。" },
    en: { title: "Stopping", detail: "This server is stopping; try again soon, or at another node." },
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** The closed set of problem codes. */
export type ProblemCode = keyof typeof catalogue;

export { type BindingsOptions, type RedisBindings, RegisteredContact, redisBindings } from "./bindings.ts";
export { connectRedis, type RedisLink } from "./connect.ts";
export { type LiveStoreOptions, redisLiveStore } from "./live-store.ts";

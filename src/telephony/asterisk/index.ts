export { type Softswitch, type SoftswitchOptions, startSoftswitch } from "./softswitch.ts";

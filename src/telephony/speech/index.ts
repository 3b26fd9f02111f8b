export { createSpeech, type Prepared, type Speech, type SpeechOptions } from "./speech.ts";

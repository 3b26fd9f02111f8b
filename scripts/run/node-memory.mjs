/**
 * Room for what is young in memory, in MB. A centre's records live for minutes while others take their places all the
 * time: with little room each is moved about twice before it is let go.
 */
export const nodeMemory = ["--min-semi-space-size=64", "--max-semi-space-size=64"];

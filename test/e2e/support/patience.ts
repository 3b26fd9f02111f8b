/**
 * How long a story waits for anything at all, in milliseconds: nothing takes this long unless it never comes. Short
 * enough that a test says what it waited for before it is timed out as a whole.
 */
export const patienceMs = 20_000;

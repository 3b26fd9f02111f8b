/** What can happen, as the agenda numbers it. To whom: a class, a caller, a ring or an agent, by number. */
export const happening = {
  call: 0,
  hangUp: 1,
  answer: 2,
  goodbye: 3,
  signIn: 4,
  signOut: 5,
  comeBack: 6,
} as const;

// Who may import whom. The rooms and their directions are those of docs/architecture.md; each ban says why.

// Tests, and what tests beside them share.
const TEST = "([.]test|/test-[^/]+)[.]ts$";
const PURE = "^src/(calendar|routing|calls|ivr|tenancy|reporting|simulation)/";
const ADAPTER = "^src/(api|storage/[^/]+|telephony/[^/]+)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or hide a third; which of them is ready first is chance.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-cycles-between-rooms",
      comment: "Rooms that need each other, be it for types alone, cannot be understood, tested or replaced alone.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: TEST },
      to: { circular: true, via: { path: "^src/", pathNot: "^src/$1/" } },
    },
    {
      name: "pure-rooms-know-no-adapter",
      comment: "Decisions that reach for a database or a switch cannot be replayed, simulated or trusted to be repeatable.",
      severity: "error",
      from: { path: PURE, pathNot: TEST },
      to: { path: "^(src|scripts|test|bench|console)/", pathNot: [PURE, "^src/ids[.]ts$"] },
    },
    {
      name: "pure-rooms-do-no-io",
      comment: "Time, chance, files and sockets come in with the event; zod only describes data.",
      severity: "error",
      from: { path: PURE, pathNot: TEST },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer"], pathNot: "node_modules/zod/" },
    },
    {
      name: "calendar-stands-alone",
      comment: "Flows, queues and rentals all keep hours; were it to know one of them, the others would drag that one along.",
      severity: "error",
      from: { path: "^src/calendar/", pathNot: TEST },
      to: { pathNot: "^src/calendar/" },
    },
    {
      name: "rooms-are-entered-by-the-door",
      comment: "What a room does not export from its index.ts it may change without asking.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: TEST },
      to: { path: "^src/(calendar|routing|calls|ivr|tenancy|reporting|simulation|dispatch)/", pathNot: ["^src/$1/", "/index[.]ts$"] },
    },
    {
      name: "dispatch-knows-pure-rooms-only",
      comment: "The loop declares the ports it calls; were it to import an adapter, no other adapter could stand in.",
      severity: "error",
      from: { path: "^src/dispatch/", pathNot: TEST },
      to: { path: "^(src|scripts|test|bench|console)/", pathNot: ["^src/dispatch/", PURE, "^src/ids[.]ts$"] },
    },
    {
      name: "dispatch-does-no-io",
      comment: "It carries commands out through its ports, so that it runs the same in a test, a simulation and production.",
      severity: "error",
      from: { path: "^src/dispatch/", pathNot: TEST },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer"], pathNot: "node_modules/zod/" },
    },
    {
      name: "adapters-do-not-know-one-another",
      comment: "Each can be replaced alone only as long as the composition root is the one place where they meet.",
      severity: "error",
      from: { path: ADAPTER, pathNot: TEST },
      to: { path: ADAPTER, pathNot: "^src/$1/" },
    },
    {
      name: "adapters-see-only-types-of-dispatch",
      comment: "An adapter fulfils the ports that dispatch declares; it does not call the loop behind its back.",
      severity: "error",
      from: { path: ADAPTER, pathNot: TEST },
      to: { path: "^src/dispatch/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nobody-imports-the-composition-root",
      comment: "It knows everybody; whoever knew it would know everybody too, and configuration is read in one place.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: TEST },
      to: { path: "^src/[^/]+[.]ts$", pathNot: "^src/ids[.]ts$" },
    },
    {
      name: "edge-stands-apart",
      comment: "It takes the place of a program that runs elsewhere in production, and must stay replaceable by it.",
      severity: "error",
      from: { path: "^src/edge/", pathNot: TEST },
      to: { path: "^(src|scripts|test|bench|console)/", pathNot: "^src/edge/" },
    },
    {
      name: "nobody-imports-edge",
      comment: "It is reached over its control protocol alone, as the real SIP server is.",
      severity: "error",
      from: { path: "^(src|console)/", pathNot: "^src/edge/" },
      to: { path: "^src/edge/" },
    },
    {
      name: "product-knows-no-tooling",
      comment: "What runs in production must not need what sets it up, tests it or measures it.",
      severity: "error",
      from: { path: "^(src|console)/", pathNot: TEST },
      to: { path: "^(scripts|test|bench)/" },
    },
    {
      name: "console-knows-only-the-api",
      comment: "The console is one client among others: what it can do, everybody's own program can do.",
      severity: "error",
      from: { path: "^console/" },
      to: { path: "^src/" },
    },
    {
      name: "no-development-packages-in-the-product",
      comment: "They are not installed where it runs.",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
    },
    {
      name: "tests-are-not-imported",
      comment: "What tests share belongs in test/support; importing a test runs it.",
      severity: "error",
      from: { pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: "no-unresolved-imports",
      comment: "An import that leads nowhere fails when it is reached, not when the program starts.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Imports of types count: they are directions too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { conditionNames: ["import", "require", "node", "default", "types"] },
  },
};

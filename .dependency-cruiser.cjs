/** The house's dependency rules: a domain imports downward, never sideways or up, and outsiders use its door. */
const domains = [
  "accounts",
  "catalog",
  "usage",
  "credits",
  "licensing",
  "billing",
  "dunning",
  "ai",
  "analytics",
  "notifications",
  "operations",
];
const layers = [
  ["accounts", "catalog"],
  ["usage", "credits", "licensing"],
  ["billing", "dunning", "ai"],
  ["analytics", "notifications"],
  ["operations"],
];

const layerRules = layers.flatMap((layer, index) =>
  layer.map((domain) => {
    const below = layers.slice(0, index).flat();
    const forbidden = domains.filter((other) => other !== domain && !below.includes(other));
    return {
      name: `${domain}-imports-downward`,
      comment: `lib/${domain} may import lib/platform and ${below.join(", ") || "nothing else"}. Speak upward or sideways by event.`,
      severity: "error",
      from: { path: `^lib/${domain}/` },
      to: { path: `^lib/(${forbidden.join("|")})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "platform-knows-no-domain",
      severity: "error",
      from: { path: "^lib/platform/" },
      to: { path: `^lib/(${domains.join("|")})/` },
    },
    ...domains.map((domain) => ({
      name: `${domain}-through-its-door`,
      comment: `Outsiders import lib/${domain} or lib/${domain}/schemas, nothing deeper.`,
      severity: "error",
      from: { path: "^(lib|app|bin|components|supabase)/", pathNot: `^lib/${domain}/` },
      to: { path: `^lib/${domain}/(?!index\\.ts$|schemas\\.ts$)` },
    })),
    {
      name: "lib-never-imports-app",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|local|tests|bench)/" },
    },
    {
      name: "components-take-props",
      comment:
        "Components import only types, schemas and the form of addresses from lib; app/ gives them data.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^(app|local)/|^lib/(?!.*/schemas\\.ts$|platform/account-path\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "app-never-imports-local",
      severity: "error",
      from: { path: "^(app|lib|components)/" },
      to: { path: "^local/" },
    },
    {
      name: "sql-in-repositories",
      comment: "Only repositories, and code that opens a transaction for them, import the database.",
      severity: "error",
      from: { path: `^(app|components)/` },
      to: { path: "^lib/platform/db/" },
    },
    {
      name: "no-cycles",
      comment:
        "Types may refer to each other. In the local Stripe an invoice that is paid moves its subscription, which closes invoices: there the objects act on each other as the provider's do.",
      severity: "error",
      from: { pathNot: "^local/stripe/objects/(invoice|subscription|payment-intent)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.local|node_modules)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};

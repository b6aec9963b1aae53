/** Every process the supervisor runs, in the order they are shown. */
export const SERVICE_NAMES = ["app", "postgres", "gateway", "stripe", "inngest", "identity", "mail"] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
export type StandInName = Exclude<ServiceName, "app">;

/** What a person calls each of them. */
export const SERVICE_LABELS: Readonly<Record<ServiceName, string>> = {
  app: "Meterhouse",
  postgres: "Postgres",
  gateway: "Supabase REST",
  stripe: "Stripe",
  inngest: "Inngest",
  identity: "Clerk",
  mail: "E-mail",
};

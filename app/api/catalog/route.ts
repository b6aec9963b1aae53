import { route } from "@/app/_server/route";
import { publicCatalog, publicCatalogSchema } from "@/lib/catalog";

export const GET = route(
  {
    method: "GET",
    path: "/api/catalog",
    summary: "Tiers, prices, features and credit packs",
    tag: "Catalog",
    access: { kind: "public" },
    output: publicCatalogSchema,
  },
  () => publicCatalog(),
);

import { healthRoute } from "@/app/_server/health-route";

export const GET = healthRoute("/api/health/stripe", "Stripe, as our circuit breaker sees it", ["stripe"]);

import { createAuthenticator } from "@/lib/accounts";
import { createRoute } from "@/lib/platform/http";
import { getRequestsAnHour } from "@/lib/usage";

/** The application's route wrapper: the platform's, with our people, keys and plans behind it. */
export const route = createRoute(createAuthenticator({ findRequestsAnHour: getRequestsAnHour }));

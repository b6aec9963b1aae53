import { accountsJobs } from "@/lib/accounts";
import { billingJobs } from "@/lib/billing";
import { notificationsJobs } from "@/lib/notifications";
import { operationsJobs } from "@/lib/operations";
import { readSeats } from "@/lib/usage";

/** Every background function of the application. */
export const jobs = () => [
  ...accountsJobs(readSeats),
  ...billingJobs(),
  ...notificationsJobs(),
  ...operationsJobs(),
];

import { accountsJobs } from "@/lib/accounts";
import { billingJobs } from "@/lib/billing";
import { notificationsJobs } from "@/lib/notifications";
import { operationsJobs } from "@/lib/operations";

/** Every background function of the application. */
export const jobs = () => [...accountsJobs(), ...billingJobs(), ...notificationsJobs(), ...operationsJobs()];

import { accountsJobs } from "@/lib/accounts";
import { billingJobs } from "@/lib/billing";
import { operationsJobs } from "@/lib/operations";

/** Every background function of the application. */
export const jobs = () => [...accountsJobs(), ...billingJobs(), ...operationsJobs()];

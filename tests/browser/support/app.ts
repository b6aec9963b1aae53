import { stack } from "../../support/stack";

/** The full address of a path of the app under test. */
export const createLocalUrl = (path: string): string => new URL(path, stack.urls.app).href;

/** Pages of the stand-ins that people see. */
export const standInUrls = {
  mail: stack.urls.mail,
  inngest: stack.urls.inngest,
  stripe: `${stack.urls.stripe}/_local`,
} as const;

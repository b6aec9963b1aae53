import { z } from "zod";

/** An error as it crosses the wire and is kept. */
const stepErrorSchema = z
  .looseObject({ name: z.string().optional(), message: z.string().optional(), stack: z.string().optional() })
  .transform((error) => ({
    ...error,
    name: error.name ?? "Error",
    message: error.message ?? "Unknown error",
  }));

export type StepErrorValue = z.infer<typeof stepErrorSchema>;

/** One operation of a 206 answer. */
export const operationSchema = z.looseObject({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});

export type Operation = z.infer<typeof operationSchema>;

/** What a memoised step gives back to the code: its value or its error. */
export type StepResult = { type: "data"; data: unknown } | { type: "error"; error: StepErrorValue };

/** Reads an error of any shape into the kept form. */
export function parseStepError(error: unknown): StepErrorValue {
  const parsed = stepErrorSchema.safeParse(error);
  if (parsed.success) return parsed.data;
  return {
    name: "Error",
    message: typeof error === "string" ? error : JSON.stringify(error ?? "Unknown error"),
  };
}

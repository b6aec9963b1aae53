/** One field of a request or an answer. */
export type ReferenceField = { name: string; type: string; isRequired: boolean; note: string };

/** One operation of the API reference. */
export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  access: string;
  isIdempotent: boolean;
  input: readonly ReferenceField[];
  output: readonly ReferenceField[];
  status: number;
  errors: readonly { status: number; code: string }[];
};

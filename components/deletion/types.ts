export type DeletionSubject = "account" | "person";

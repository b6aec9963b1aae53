type MetadataParam = Record<string, string | number | null> | "" | null | undefined;

/**
 * Metadata after an update: given keys are merged, an empty value deletes its key, an empty parameter deletes all
 * (https://docs.stripe.com/api/metadata).
 */
export function mergeMetadata(
  current: Record<string, string>,
  change: MetadataParam,
): Record<string, string> {
  if (change === undefined || change === null) return current;
  if (change === "") return {};
  const merged = { ...current };
  for (const [key, value] of Object.entries(change)) {
    if (value === "" || value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}

/** Metadata of a new object. */
export const newMetadata = (given: MetadataParam): Record<string, string> => mergeMetadata({}, given);

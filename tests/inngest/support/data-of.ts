/** An event's data as the test functions read it: by name, of any kind. */
export function dataOf(event: { data?: unknown }): Record<string, unknown> {
  return (event.data ?? {}) as Record<string, unknown>;
}

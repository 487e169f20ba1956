/** An ISO 8601 time with its zone, in UTC. Most files name no zone: then nobody knows the moment, and nothing is said. */
export function zonedTime(value: string | undefined): string | undefined {
  if (!value || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value.trim())) return undefined;
  const time = new Date(value.trim());
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

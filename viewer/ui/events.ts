/**
 * Hears the server-sent events of one name until `signal` aborts. A browser grants one host six connections over HTTP/1.1, so a
 * page that nobody looks at lets go of its own; the server tells where everything stands on every connection, so nothing is missed.
 */
export function followEvents(url: string, name: string, heard: (data: unknown) => void, signal: AbortSignal): void {
  let source: EventSource | null = null;
  const hear = (message: MessageEvent<string>): void => heard(JSON.parse(message.data));
  const follow = (): void => {
    if (document.hidden || signal.aborted) {
      source?.close();
      source = null;
    } else if (source === null) {
      source = new EventSource(url);
      source.addEventListener(name, hear);
    }
  };
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', follow);
  follow();
}

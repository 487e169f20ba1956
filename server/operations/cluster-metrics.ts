import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Registry } from 'prom-client';

/** Asked by one of several processes, answered by the one that started them all. */
interface Question {
  vitrine: 'metrics';
  number: number;
}
interface Answer extends Question {
  text?: string;
  problem?: string;
}

const isOurs = (message: unknown): message is Question =>
  typeof message === 'object' && message !== null && 'vitrine' in message && message.vitrine === 'metrics';

/** In the process that started the others: adds up what they measure for whichever of them is asked. */
export function answerMetrics(): Disposable {
  const all = new AggregatorRegistry();
  const onMessage = (worker: Worker, question: unknown): void => {
    if (!isOurs(question)) return;
    const answer = (more: Partial<Answer>): void => {
      if (worker.isConnected()) worker.send({ ...question, ...more });
    };
    all.clusterMetrics().then(
      (text) => answer({ text }),
      (error: unknown) => answer({ problem: String(error) }),
    );
  };
  cluster.on('message', onMessage);
  return { [Symbol.dispose]: () => void cluster.off('message', onMessage) };
}

/** In one of the others: lends its registry to the sum, and gives what reads the sum as text for Prometheus. */
export function joinMetrics(registry: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(registry);
  // It answers, from now on, when the first process asks.
  void new AggregatorRegistry();
  let asked = 0;
  return () => {
    const number = asked++;
    return new Promise((resolve, reject) => {
      const onMessage = (answer: unknown): void => {
        if (!isOurs(answer) || answer.number !== number) return;
        process.off('message', onMessage);
        const { text, problem } = answer as Answer;
        if (text === undefined) reject(new Error(`The metrics of all processes cannot be read: ${problem}`));
        else resolve(text);
      };
      process.on('message', onMessage);
      process.send?.({ vitrine: 'metrics', number } satisfies Question);
    });
  };
}

declare module "autocannon" {
  export interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
    /** Called before each sending; returns the request to send. */
    setupRequest?: (request: Request, context: object) => Request;
    onResponse?: (status: number, body: string) => void;
  }
  export interface Options {
    url: string;
    connections: number;
    duration: number;
    timeout?: number;
    requests: Request[];
  }
  export interface Result {
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    "2xx": number;
    requests: { average: number; total: number };
    latency: { average: number; p50: number; p90: number; p97_5: number; p99: number; max: number };
  }
  function autocannon(options: Options): Promise<Result>;
  export default autocannon;
}

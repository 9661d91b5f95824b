/** Talks to the service: JSON in and out, problems as errors that know node and field. */
import type { Problem, ProblemAt } from "@/model/types";

const API = "/api/v1";

/** What the service refused, in its own words. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly ProblemAt[] = [],
    /** With 412: the revision on disk. */
    readonly revision: string | null = null,
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

/** The service cannot be reached: it ended, or the machine sleeps. */
export class UnreachableError extends Error {
  constructor() {
    super("The Weft service cannot be reached. Is `weft serve` still running?");
    this.name = "UnreachableError";
  }
}

/** Hears `unreachable` whenever a request gets no answer. */
export const service = new EventTarget();

export interface Answer<Body> {
  body: Body;
  etag: string | null;
  status: number;
}

export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

interface Options {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  /** Sent as JSON, or as it is where it is FormData. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The address of a resource below /api/v1. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(key, String(each));
  }
  const text = parameters.toString();
  return `${API}${path}${text ? `?${text}` : ""}`;
}

/** A path of a workflow as part of an address: the slashes stay. */
export function pathPart(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** One request; throws ServiceError or UnreachableError. */
export async function request<Body>(path: string, options: Options = {}): Promise<Answer<Body>> {
  const { method = "GET", query, body, headers = {}, signal } = options;
  const isForm = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      headers: body === undefined || isForm ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    service.dispatchEvent(new Event("unreachable"));
    throw new UnreachableError();
  }
  if (!response.ok && response.status !== 304) throw await refused(response);
  const etag = response.headers.get("ETag");
  const empty = response.status === 204 || response.status === 304;
  return { body: (empty ? undefined : await response.json()) as Body, etag, status: response.status };
}

/** The body of a GET. */
export async function get<Body>(path: string, query?: Query, signal?: AbortSignal): Promise<Body> {
  return (await request<Body>(path, { query, signal })).body;
}

/** The answer to a POST. */
export async function post<Body>(path: string, body: unknown, signal?: AbortSignal): Promise<Body> {
  return (await request<Body>(path, { method: "POST", body, signal })).body;
}

async function refused(response: Response): Promise<ServiceError> {
  const fallback = `The service answered ${response.status} ${response.statusText}`;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  if (!problem?.title) return new ServiceError(response.status, fallback);
  return new ServiceError(
    response.status,
    problem.detail || problem.title,
    problem.errors ?? [],
    problem.revision ?? null,
  );
}

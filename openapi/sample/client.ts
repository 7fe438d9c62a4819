// A client of the contract in one function: paths, bodies and answers are checked by the compiler.
import type { components, paths } from "./contract";

export type LogEntry = components["schemas"]["LogEntryOut"];
export type Problem = components["schemas"]["Problem"];

type Method = "get" | "put" | "post" | "patch" | "delete";
type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type Answers<Op> = Op extends { responses: infer R } ? R : never;
type Good = 200 | 201 | 202 | 207;
type Answer<Op> = Json<Answers<Op>[keyof Answers<Op> & Good]>;
type Body<Op> = Op extends { requestBody?: infer R } ? Json<NonNullable<R>> : never;
type Parameters<Op, Place extends string> = Op extends { parameters: { [P in Place]?: infer Given } } ? Given : never;

export interface Call<Op> {
  path?: Parameters<Op, "path">;
  query?: Parameters<Op, "query">;
  header?: Parameters<Op, "header">;
  body?: Body<Op>;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export class Synclog {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async call<P extends keyof paths, M extends keyof paths[P] & Method>(
    method: M,
    path: P,
    call: Call<paths[P][M]> = {},
  ): Promise<Answer<paths[P][M]>> {
    const answer = await fetch(this.address(path, call), {
      method: method.toUpperCase(),
      headers: { Authorization: `Bearer ${this.key}`, "Content-Type": "application/json", ...(call.header ?? {}) },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    if (!answer.ok) {
      throw new Refused((await answer.json()) as Problem);
    }
    return (await answer.json()) as Answer<paths[P][M]>;
  }

  private address(path: string, call: { path?: unknown; query?: unknown }): string {
    const parts = Object.entries(call.path ?? {});
    const filled = parts.reduce((all, [name, value]) => all.replace(`{${name}}`, encodeURIComponent(`${value}`)), path);
    const query = new URLSearchParams();
    for (const [name, given] of Object.entries(call.query ?? {})) {
      for (const value of Array.isArray(given) ? given : [given]) {
        query.append(name, `${value}`);
      }
    }
    return `${this.url}${filled}${query.size ? `?${query}` : ""}`;
  }
}

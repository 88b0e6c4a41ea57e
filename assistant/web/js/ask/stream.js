// One question under way: its events, a stream that broke and is taken up again, and stopping.

import { ApiError, at, request, sentence } from "../api.js";
import { readEvents } from "../events.js";
import { say } from "../wording.js";

export class Ask {
  /** @param hear called with (event name, data) for `stage` and `claim`. */
  constructor(body, hear) {
    this.body = body;
    this.hear = hear;
    this.runId = null;
    this.lastId = null;
    this.stopped = false;
    this.connection = new AbortController();
  }

  /** The answer; null where it was stopped. Throws ApiError. A stream that breaks is resumed once, from behind its last event. */
  async answer() {
    for (const resuming of [false, true]) {
      if (resuming && !this.lastId) break;
      const answer = await this.listen(resuming).catch((error) => this.forgive(error));
      if (answer || this.stopped) return answer;
    }
    throw new ApiError("Broken", say.broken);
  }

  /** The answer, or null where the stream ended or broke without one. */
  async listen(resuming) {
    const headers = { Accept: "text/event-stream", ...(resuming ? { "Last-Event-ID": this.lastId } : {}) };
    const response = await request("POST", "/v1/ask", { body: this.body, headers, signal: this.connection.signal });
    for await (const { event, id, data } of readEvents(response)) {
      this.lastId = id ?? this.lastId;
      if (data.run_id) this.learn(data.run_id);
      if (this.stopped) return null;
      if (event === "answer") return data;
      if (event === "error") throw new ApiError(data.error.type, sentence(data.error.message));
      this.hear(event, data);
    }
    return null;
  }

  forgive(error) {
    if (this.stopped) return null;
    if (error instanceof ApiError) throw error;
    return null;
  }

  learn(runId) {
    this.runId = runId;
    if (this.stopped) this.end();
  }

  /** Stops at once for the reader. A run whose id has not come yet is ended when it does. */
  stop() {
    this.stopped = true;
    if (this.runId) this.end();
  }

  end() {
    request("DELETE", at("v1", "ask", this.runId)).catch(() => {}); // a run that is over already is as good as stopped
    this.connection.abort();
  }
}

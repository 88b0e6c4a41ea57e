// Requests to our own server, and what they may answer: JSON, a file, a stream of events, or an error in words.

import { capitalize, say } from "./wording.js";

const KEY = "onrecord.key";

export class ApiError extends Error {
  constructor(type, message, status = 0) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

let askForKey = async () => null;
let asking = null; // one question for all requests that want a key

/** `asker` resolves to a key, or to null where the reader gave none. */
export function onKeyWanted(asker) {
  askForKey = asker;
}

/**
 * The response to a request, once it is a good one. A server that wants a key gets the one that the reader gives.
 * Throws ApiError, with the server's own message where it has one.
 */
export async function request(method, path, { body, headers = {}, signal, keepalive } = {}) {
  const asJson = body !== undefined && !(body instanceof FormData);
  const sent = { ...(asJson ? { "Content-Type": "application/json" } : {}), ...headers };
  sent["X-Time-Zone"] = Intl.DateTimeFormat().resolvedOptions().timeZone; // so that "today" is the reader's
  const key = sessionStorage.getItem(KEY);
  if (key) sent.Authorization = `Bearer ${key}`;
  const response = await reach(path, { method, headers: sent, body: asJson ? JSON.stringify(body) : body, signal, keepalive });
  if (response.ok) return response;
  if (response.status !== 401) throw await told(response);
  if (!(await anotherKey(key))) throw new ApiError("Unauthorized", say.keyWanted, response.status);
  return request(method, path, { body, headers, signal });
}

/** Whether there is a key now that was not tried yet. */
async function anotherKey(tried) {
  if (sessionStorage.getItem(KEY) !== tried) return true;
  asking ??= askForKey(tried ? say.keyRefused : say.keyWanted).finally(() => (asking = null));
  const given = await asking;
  if (given) useKey(given);
  return Boolean(given);
}

export function useKey(key) {
  sessionStorage.setItem(KEY, key);
}

export function forgetKey() {
  sessionStorage.removeItem(KEY);
}

export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

/** The JSON of the answer; null where it has no body. */
export async function call(method, path, body) {
  const response = await request(method, path, { body });
  return response.status === 204 ? null : response.json();
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("Unreachable", say.unreachable);
  }
}

async function told(response) {
  let said = null;
  try {
    said = (await response.json()).error;
  } catch {
    // an answer that is not ours: its status is all there is to say
  }
  return new ApiError(said?.type ?? "HTTPError", sentence(said?.message ?? say.status(response.status)), response.status);
}

/** What the button says that repeats a failed request. */
export function retryLabel(error, otherwise = say.tryAgain) {
  return error.type === "Unreachable" ? say.tryNow : otherwise;
}

/** A server's message as a sentence of its own. */
export function sentence(message) {
  return capitalize(message) + (/[.!?…]$/.test(message) ? "" : ".");
}

/** Path with a query; values that are null or empty are left out. */
export function withQuery(path, values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

export function at(...segments) {
  return `/${segments.map(encodeURIComponent).join("/")}`;
}

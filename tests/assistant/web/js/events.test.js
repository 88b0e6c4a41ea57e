import assert from "node:assert/strict";
import test from "node:test";

import { readEvents } from "../../../../assistant/web/js/events.js";

const STREAM =
  ': still here\n\nevent: stage\nid: 1-1\ndata: {"stage": "Zoë 🚢"}\n\nevent: claim\r\ndata: {"text":\r\ndata: "two lines"}\r\n\r\nevent: ping\n\ndata: 3\n\nevent: cut\ndata: {"never": "ended"}';
const EVENTS = [
  { event: "stage", id: "1-1", data: { stage: "Zoë 🚢" } },
  { event: "claim", id: null, data: { text: "two lines" } },
  { event: "message", id: null, data: 3 },
];

async function read(...chunks) {
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const found = [];
  for await (const event of readEvents({ body })) found.push(event);
  return found;
}

test("a stream is read alike wherever its bytes are cut, also inside a letter", async () => {
  const bytes = new TextEncoder().encode(STREAM);
  for (let cut = 0; cut <= bytes.length; cut += 1) assert.deepEqual(await read(bytes.slice(0, cut), bytes.slice(cut)), EVENTS, `cut at ${cut}`);
  assert.deepEqual(await read(...[...bytes].map((b) => Uint8Array.of(b))), EVENTS);
});

test("what is no JSON is an error and no event", async () => {
  await assert.rejects(read(new TextEncoder().encode("data: {\n\n")), SyntaxError);
});

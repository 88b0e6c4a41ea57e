// Asks as an app on Vercel's AI SDK does; prints what it was told, whole and streamed.
// node ai_sdk.cjs BASE_URL MODEL QUESTION

const { createOpenAI } = require("@ai-sdk/openai");
const { generateText, streamText } = require("ai");

async function main([baseURL, name, prompt]) {
  const model = createOpenAI({ baseURL, apiKey: "none" }).chat(name);
  const whole = await generateText({ model, prompt, maxRetries: 0 });
  const stream = streamText({ model, prompt, maxRetries: 0 });
  const pieces = [];
  for await (const piece of stream.textStream) pieces.push(piece);
  const urls = (sources) => sources.map((source) => source.url);
  const refused = await generateText({ model: createOpenAI({ baseURL, apiKey: "none" }).chat("nobody"), prompt, maxRetries: 0 }).catch((error) => error);
  const told = { text: whole.text, sources: urls(whole.sources), usage: whole.usage.outputTokens, finished: whole.finishReason };
  console.log(JSON.stringify({ ...told, pieces, streamedSources: urls(await stream.sources), refused: [refused.statusCode, refused.message] }));
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });

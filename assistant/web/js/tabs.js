// Tabs of one browser tell each other what changed in a conversation. A stream from the server would take one of the six connections that a browser has for it.

const channel = new BroadcastChannel("onrecord");

/** @param change `{id}`, with `deleted` where the conversation is no more. */
export function tellTabs(change) {
  channel.postMessage(change);
}

/** @param hear called with the changes that other tabs made. */
export function onOtherTab(hear) {
  channel.onmessage = ({ data }) => hear(data);
}

// What the modules of the page ask a browser for, in as few lines as their pure functions need. Import it before them.

class Element {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, listeners: {}, children: [] });
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  getAttribute(name) {
    return this.attributes[name] ?? null;
  }

  removeAttribute(name) {
    delete this.attributes[name];
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  replaceChildren(...children) {
    this.children = children;
  }

  append(...children) {
    this.children.push(...children);
  }
}

/** What a module may use, in the place of what node has under the same name. */
function provide(values) {
  for (const [name, value] of Object.entries(values)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

/** A store as a browser has it. */
class Store {
  constructor() {
    this.items = new Map();
  }

  getItem(key) {
    return this.items.get(key) ?? null;
  }

  setItem(key, value) {
    this.items.set(key, String(value));
  }
}

export const page = {
  /** The addresses before the current one. */
  past: [],

  /** Starts at an address, with nothing before it. */
  visit(address, state = null) {
    page.past = [];
    page.heard = [];
    page.show(address, state);
  },

  show(address, state) {
    const { pathname, search, hash, origin } = new URL(address, "http://localhost");
    provide({ location: { pathname, search, hash, origin } });
    history.state = state;
  },

  address: () => location.pathname + location.search + location.hash,
};

provide({
  document: {
    createElement: (tag) => new Element(tag),
    createElementNS: (_, tag) => new Element(tag),
    querySelectorAll: () => page.found ?? [],
  },
  history: {
    state: null,
    pushState: (state, _, address) => (page.past.push([page.address(), history.state]), page.show(address, state)),
    replaceState: (state, _, address) => page.show(address || page.address(), state),
    back: () => page.show(...page.past.pop()),
  },
  localStorage: new Store(),
  sessionStorage: new Store(),
  dispatchEvent: (event) => page.heard.push(event.type),
  addEventListener: () => {},
});
page.visit("/");

// Taps that are not sent yet, kept on the phone over reloads and restarts.

const STORE = "taps";

function opened() {
  return new Promise((done, failed) => {
    const request = indexedDB.open("fieldweek", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function within(mode, ask) {
  const database = await opened();
  return new Promise((done, failed) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => {
      database.close();
      done(request.result);
    };
    transaction.onerror = () => failed(transaction.error);
  });
}

export const add = (tap) => within("readwrite", (store) => store.put(tap));
export const remove = (id) => within("readwrite", (store) => store.delete(id));

export async function all() {
  const found = await within("readonly", (store) => store.getAll());
  return found.sort((one, two) => one.at - two.at);
}

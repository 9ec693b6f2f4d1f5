/** The shelf of the outbox in IndexedDB, which pages and worker share. */

import type { Kept, Shelf } from "./outbox.ts";

const DATABASE = "trousse-outbox";
const STORE = "answers";

export class StoredShelf implements Shelf {
  all(): Promise<Kept[]> {
    return run("readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
  }

  get(url: string): Promise<Kept | undefined> {
    return run("readonly", (store) => store.get(url) as IDBRequest<Kept | undefined>);
  }

  async put(kept: Kept): Promise<void> {
    await run("readwrite", (store) => store.put(kept));
  }

  async remove(url: string): Promise<void> {
    await run("readwrite", (store) => store.delete(url));
  }
}

async function run<Result>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "url" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

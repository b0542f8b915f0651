// What a microphone has given so far, piece by piece, in the browser's own database: it survives a reload.
{
  const opened = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open("recordings", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("pieces", { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  async function ask(mode, work) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("pieces", mode);
        const request = work(transaction.objectStore("pieces"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  window.recordingsStore = {
    add: (piece) => ask("readwrite", (pieces) => pieces.add(piece)),
    all: () => ask("readonly", (pieces) => pieces.getAll()),
    clear: () => ask("readwrite", (pieces) => pieces.clear()),
  };
}

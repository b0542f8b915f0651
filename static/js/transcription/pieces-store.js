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

  const all = () => ask("readonly", (pieces) => pieces.getAll());
  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  // What was kept as one file; null when nothing was. Once it is `taken` its pieces go, not those of a recording since.
  async function file() {
    const [pieces, keys] = [await all(), await ask("readonly", (kept) => kept.getAllKeys())];
    if (!pieces.length) return null;
    const type = pieces[0].type || "audio/webm";
    const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
    const name = `recording-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-")}.${ending}`;
    const whole = new File(pieces, name, { type: type.split(";")[0] });
    whole.taken = () => ask("readwrite", (kept) => kept.delete(IDBKeyRange.upperBound(keys.at(-1))));
    return whole;
  }

  window.recordingsStore = {
    // How many milliseconds a piece lasts.
    PIECE: 1000,
    time,
    file,
    add: (piece) => ask("readwrite", (pieces) => pieces.add(piece)),
    all,
    clear: () => ask("readwrite", (pieces) => pieces.clear()),
  };
}

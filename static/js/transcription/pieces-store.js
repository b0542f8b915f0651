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

  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function fileOf(pieces) {
    const type = pieces[0].type || "audio/webm";
    const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
    const name = `recording-${new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-")}.${ending}`;
    const file = new File(pieces, name, { type: type.split(";")[0] });
    file.taken = () => window.recordingsStore.clear();
    return file;
  }

  window.recordingsStore = {
    // How many milliseconds a piece lasts.
    PIECE: 1000,
    time,
    file: fileOf,
    add: (piece) => ask("readwrite", (pieces) => pieces.add(piece)),
    all: () => ask("readonly", (pieces) => pieces.getAll()),
    clear: () => ask("readwrite", (pieces) => pieces.clear()),
  };
}

// The microphone in the audio thread: any rate in, 16-bit PCM at 24 kHz out, in pieces of 40 ms with their loudness.
{
  const RATE = 24000;
  const PIECE = RATE / 25;

  class Microphone extends AudioWorkletProcessor {
    constructor() {
      super();
      this.step = sampleRate / RATE;
      this.sum = 0;
      this.count = 0;
      this.due = this.step;
      this.piece = new Int16Array(PIECE);
      this.filled = 0;
      this.power = 0;
    }

    // What lies between two samples of the slower rate is averaged: that keeps what it cannot carry out of it.
    process([[channel]]) {
      for (const sample of channel ?? []) {
        this.sum += sample;
        this.count += 1;
        this.due -= 1;
        if (this.due > 0) continue;
        this.due += this.step;
        this.take(Math.max(-1, Math.min(1, this.sum / this.count)));
        this.sum = this.count = 0;
      }
      return true;
    }

    take(sample) {
      this.piece[this.filled] = sample * 0x7fff;
      this.power += sample * sample;
      this.filled += 1;
      if (this.filled < PIECE) return;
      const level = Math.sqrt(this.power / PIECE);
      this.port.postMessage({ pcm: this.piece.buffer, level }, [this.piece.buffer]);
      this.piece = new Int16Array(PIECE);
      this.filled = this.power = 0;
    }
  }

  registerProcessor("microphone", Microphone);
}

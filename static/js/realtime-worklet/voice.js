// The model's voice in the audio thread: a queue of 24 kHz PCM, played at any rate; it knows what was heard of it.
{
  const RATE = 24000;
  const TOLD = 0.04;

  class Voice extends AudioWorkletProcessor {
    constructor() {
      super();
      this.step = RATE / sampleRate;
      this.queue = [];
      this.at = 0;
      this.last = 0;
      this.item = null;
      this.played = 0;
      this.power = 0;
      this.since = 0;
      this.port.onmessage = ({ data }) => (data.pcm ? this.queue.push(data) : this.fallSilent());
    }

    fallSilent() {
      const unheard = this.queue.length > 0;
      this.port.postMessage({ heard: { item: this.item, ms: Math.floor((this.played / RATE) * 1000), unheard } });
      this.queue = [];
      this.at = 0;
      this.last = 0;
    }

    process(inputs, [[channel]]) {
      for (let index = 0; index < channel.length; index += 1) {
        channel[index] = this.next();
        this.power += channel[index] ** 2;
      }
      this.since += channel.length;
      if (this.since >= sampleRate * TOLD) {
        this.port.postMessage({ level: Math.sqrt(this.power / this.since), waits: this.queue.length > 0 });
        this.power = this.since = 0;
      }
      return true;
    }

    next() {
      const piece = this.queue[0];
      if (!piece) return 0;
      if (piece.item.item_id !== this.item?.item_id) {
        this.item = piece.item;
        this.played = 0;
      }
      const whole = Math.floor(this.at);
      const before = whole ? piece.pcm[whole - 1] : this.last;
      const value = before + (piece.pcm[whole] - before) * (this.at - whole);
      this.at += this.step;
      this.played += this.step;
      if (this.at >= piece.pcm.length) {
        this.last = piece.pcm[piece.pcm.length - 1];
        this.at -= piece.pcm.length;
        this.queue.shift();
      }
      return value / 0x8000;
    }
  }

  registerProcessor("voice", Voice);
}

/**
 * A call between the browsers in the room: offers, answers and addresses go over the room's socket, sound
 * and picture from browser to browser. It begins when somebody presses the button, never by itself.
 */
import { find } from "./find.js";
import { toast } from "./toasts.js";

/**
 * @param {import("./live-wire.js").Wire} wire
 */
export function startCall(wire) {
  const panel = find("#call", HTMLElement);
  const servers = JSON.parse(panel?.dataset.servers || "[]");
  const button = find("#call-button", HTMLButtonElement);
  const mute = find("#call-mute", HTMLButtonElement);
  const videos = find("#call-videos", HTMLElement);
  /** @type {Map<string, {link: RTCPeerConnection, making: boolean, polite: boolean, video: HTMLVideoElement | null}>} */
  const others = new Map();
  /** @type {MediaStream | null} */
  let stream = null;
  let own = "";

  button?.addEventListener("click", () => (stream ? leave() : void enter()));
  mute?.addEventListener("click", () => {
    const muted = mute.getAttribute("aria-pressed") !== "true";
    mute.setAttribute("aria-pressed", String(muted));
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
  });

  async function enter() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: panel?.dataset.video !== "off" });
    } catch {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        toast(panel?.dataset.textNoDevice ?? "", "error");
        return;
      }
    }
    show(stream, own, true);
    label(true);
    wire.send({ kind: "signal", to: "", data: { type: "here" } });
  }

  function leave() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    for (const key of [...others.keys()]) drop(key);
    wire.send({ kind: "signal", to: "", data: { type: "bye" } });
    if (videos) videos.replaceChildren();
    label(false);
  }

  /** @param {boolean} inside */
  function label(inside) {
    if (button) button.textContent = (inside ? panel?.dataset.textLeave : panel?.dataset.textJoin) ?? "";
    button?.setAttribute("aria-pressed", String(inside));
    if (mute) mute.hidden = !inside;
  }

  /**
   * @param {MediaStream} media
   * @param {string} key
   * @param {boolean} mine
   */
  function show(media, key, mine) {
    const video = document.createElement("video");
    video.autoplay = true;
    video.playsInline = true;
    video.muted = mine;
    video.srcObject = media;
    video.dataset.of = key;
    videos?.append(video);
    return video;
  }

  /** @param {string} key */
  function reach(key) {
    const known = others.get(key);
    if (known) return known;
    const link = new RTCPeerConnection({ iceServers: servers });
    const other = { link, making: false, polite: own < key, video: /** @type {HTMLVideoElement | null} */ (null) };
    others.set(key, other);
    if (stream) for (const track of stream.getTracks()) link.addTrack(track, stream);
    link.addEventListener("track", ({ streams }) => {
      if (other.video || !streams[0]) return;
      other.video = show(streams[0], key, false);
    });
    link.addEventListener("icecandidate", ({ candidate }) => candidate && tell(key, { candidate: candidate.toJSON() }));
    link.addEventListener("negotiationneeded", async () => {
      other.making = true;
      try {
        await link.setLocalDescription();
        tell(key, { description: link.localDescription?.toJSON() });
      } finally {
        other.making = false;
      }
    });
    link.addEventListener("connectionstatechange", () => link.connectionState === "failed" && link.restartIce());
    return other;
  }

  /**
   * @param {string} to
   * @param {object} data
   */
  function tell(to, data) {
    wire.send({ kind: "signal", to, data });
  }

  /** @param {string} key */
  function drop(key) {
    const other = others.get(key);
    other?.link.close();
    other?.video?.remove();
    others.delete(key);
  }

  return {
    /** @param {string} key */
    joined(key) {
      own = key;
      if (stream) wire.send({ kind: "signal", to: "", data: { type: "here" } });
    },
    lost() {
      for (const key of [...others.keys()]) drop(key);
    },
    gone: drop,
    /**
     * @param {string} key
     * @param {any} data
     */
    async hear(key, data) {
      if (data.type === "bye") return drop(key);
      if (!stream) return;
      const other = reach(key);
      if (data.type === "here") return;
      if (data.description) {
        const clash = data.description.type === "offer" && (other.making || other.link.signalingState !== "stable");
        if (clash && !other.polite) return;
        await other.link.setRemoteDescription(data.description);
        if (data.description.type !== "offer") return;
        await other.link.setLocalDescription();
        tell(key, { description: other.link.localDescription?.toJSON() });
      } else if (data.candidate) {
        await other.link.addIceCandidate(data.candidate).catch(() => {
          // an address of an offer that was ignored
        });
      }
    },
  };
}

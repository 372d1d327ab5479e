/**
 * A call between the browsers in the room: offers, answers and addresses go over the room's socket, sound
 * and picture from browser to browser. It begins when somebody presses the button, never by itself.
 */
import { Faces } from "./live-faces.js";
import { find } from "./find.js";

const GIVE_UP_MS = 15_000;

/** @typedef {{link: RTCPeerConnection, making: boolean, polite: boolean, name: string}} Other */
/** @typedef {{socket: string, name: string, data: any}} Signal */

/**
 * @param {import("./live-wire.js").Wire} wire
 * @param {() => string} own the key of this page's socket
 */
export function startCall(wire, own) {
  const panel = find("#call", HTMLElement);
  const texts = panel?.dataset ?? {};
  const servers = JSON.parse(find("#ice-servers", HTMLScriptElement)?.textContent ?? "[]");
  const button = find("#call-button", HTMLButtonElement);
  const faces = new Faces(find("#call-videos", HTMLElement), texts.textMe ?? "");
  const switches = [...document.querySelectorAll("[data-call-switch]")].filter((one) => one instanceof HTMLButtonElement);
  /** @type {Map<string, Other>} */
  const others = new Map();
  /** @type {MediaStream | null} */
  let stream = null;

  button?.addEventListener("click", () => (stream ? leave() : void enter()));
  for (const one of switches) one.addEventListener("click", () => turn(one, one.getAttribute("aria-pressed") !== "true"));

  async function enter() {
    if (button) button.disabled = true;
    const { media, refusal } = await openDevices();
    if (button) button.disabled = false;
    say(refusal ? texts[refusal] : "");
    if (!media) return;
    stream = media;
    faces.showMe(media);
    label(true);
    sayHere();
  }

  function leave() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    for (const key of [...others.keys()]) drop(key);
    wire.send({ kind: "signal", to: "", data: { type: "bye" } });
    faces.clear();
    for (const one of switches) one.setAttribute("aria-pressed", "false");
    label(false);
    say("");
  }

  function sayHere() {
    if (stream) wire.send({ kind: "signal", to: "", data: { type: "here" } });
  }

  /** @param {string} [text] */
  function say(text) {
    const region = find("#call-message", HTMLElement);
    if (region) region.textContent = text ?? "";
  }

  /** @param {boolean} inside */
  function label(inside) {
    if (button) button.textContent = (inside ? texts.textLeave : texts.textJoin) ?? "";
    button?.setAttribute("aria-pressed", String(inside));
    for (const one of switches) one.hidden = !inside || !tracksOf(one).length;
  }

  /** @param {HTMLButtonElement} one */
  function tracksOf(one) {
    return stream?.getTracks().filter((track) => track.kind === one.dataset.callSwitch) ?? [];
  }

  /**
   * @param {HTMLButtonElement} one
   * @param {boolean} off
   */
  function turn(one, off) {
    one.setAttribute("aria-pressed", String(off));
    for (const track of tracksOf(one)) track.enabled = !off;
  }

  /**
   * @param {string} key
   * @param {string} name
   * @returns {Other}
   */
  function reach(key, name) {
    const known = others.get(key);
    if (known) return known;
    const link = new RTCPeerConnection({ iceServers: servers });
    const other = { link, making: false, polite: own() < key, name };
    others.set(key, other);
    if (stream) for (const track of stream.getTracks()) link.addTrack(track, stream);
    link.addEventListener("track", ({ streams }) => streams[0] && faces.show(key, name, streams[0]));
    link.addEventListener("icecandidate", ({ candidate }) => candidate && tell(key, { candidate: candidate.toJSON() }));
    link.addEventListener("negotiationneeded", async () => {
      other.making = true;
      try {
        await link.setLocalDescription();
        tell(key, { description: link.localDescription?.toJSON() });
      } catch {
        drop(key); // closed while it was thinking
      } finally {
        other.making = false;
      }
    });
    link.addEventListener("connectionstatechange", () => {
      if (link.connectionState !== "failed") return;
      link.restartIce();
      setTimeout(() => link.connectionState !== "connected" && others.get(key) === other && drop(key), GIVE_UP_MS);
    });
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
    if (!other) return;
    others.delete(key);
    other.link.close();
    faces.remove(key);
  }

  /** @param {Signal} signal */
  async function take({ socket: key, name, data }) {
    const other = reach(key, name);
    const { link } = other;
    if (data.description) {
      const offered = data.description.type === "offer";
      const clash = offered && (other.making || link.signalingState !== "stable");
      if (clash && !other.polite) return;
      await link.setRemoteDescription(data.description);
      if (!offered) return;
      await link.setLocalDescription();
      tell(key, { description: link.localDescription?.toJSON() });
    } else if (data.candidate) {
      await link.addIceCandidate(data.candidate).catch(() => {
        // an address of an offer that was ignored
      });
    }
  }

  return {
    joined: sayHere,
    lost() {
      for (const key of [...others.keys()]) drop(key);
    },
    gone: drop,
    /** @param {Signal} signal */
    async hear(signal) {
      const { socket: key, data } = signal;
      if (data.type === "bye") {
        const name = others.get(key)?.name;
        drop(key);
        if (name && stream) say((texts.textLeft ?? "").replace("{n}", name));
      } else if (stream) {
        if (data.type === "here") say("");
        await take(signal).catch(() => drop(key));
      }
    },
  };
}

/**
 * Ask for microphone and camera, and for the microphone alone where there is no camera.
 *
 * @returns {Promise<{media: MediaStream | null, refusal: string}>} with the name of the text that says what is missing
 */
async function openDevices() {
  if (!navigator.mediaDevices) return { media: null, refusal: "textNoDevice" };
  try {
    return { media: await navigator.mediaDevices.getUserMedia({ audio: true, video: true }), refusal: "" };
  } catch {
    // no camera, or none that may be used
  }
  try {
    return { media: await navigator.mediaDevices.getUserMedia({ audio: true }), refusal: "textNoCamera" };
  } catch (error) {
    const refused = error instanceof DOMException && error.name === "NotAllowedError";
    return { media: null, refusal: refused ? "textRefused" : "textNoDevice" };
  }
}

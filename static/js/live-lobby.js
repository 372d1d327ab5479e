/** The lobby: the way to the server, the browser, and the devices if somebody wants to try them. */
import { find } from "./find.js";

const SLOW_MS = 400;
const checks = find(".checks", HTMLElement);

/** The room needs its socket as well: some networks let pages through and nothing else. */
async function checkLine() {
  const region = find("#check-line", HTMLElement);
  if (!region) return;
  try {
    const tries = [];
    for (let n = 0; n < 3; n += 1) {
      const began = performance.now();
      await fetch("/healthz", { cache: "no-store" });
      tries.push(performance.now() - began);
    }
    const best = Math.round(Math.min(...tries));
    const { textGood = "", textSlow = "", textNoSocket = "" } = checks?.dataset ?? {};
    const { line } = document.body.dataset;
    if (line === "down") region.textContent = textNoSocket;
    // until the socket is there or refused it is not known yet
    else if (line === "up") region.textContent = best > SLOW_MS ? textSlow.replace("{n}", String(best)) : textGood;
  } catch {
    region.textContent = checks?.dataset.textNone ?? "";
  }
}

function checkBrowser() {
  const region = find("#check-browser", HTMLElement);
  const fits = "WebSocket" in window && "attachShadow" in Element.prototype && "structuredClone" in window;
  if (region) region.textContent = (fits ? checks?.dataset.textGood : checks?.dataset.textNone) ?? "";
}

function offerDevices() {
  const button = find("#check-devices", HTMLButtonElement);
  const result = find("#check-devices-result", HTMLElement);
  const mirror = find("#check-mirror", HTMLVideoElement);
  button?.addEventListener("click", async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      if (mirror) {
        mirror.srcObject = stream;
        mirror.hidden = false;
      }
      if (result) result.textContent = checks?.dataset.textWorks ?? "";
      setTimeout(() => {
        for (const track of stream.getTracks()) track.stop();
        if (mirror) mirror.hidden = true;
      }, 8000);
    } catch {
      if (result) result.textContent = checks?.dataset.textRefused ?? "";
    }
  });
}

checkBrowser();
offerDevices();
void checkLine();
document.addEventListener("live:line", () => void checkLine());

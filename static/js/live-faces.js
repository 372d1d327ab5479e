/** The pictures of a call, each with the name of whose it is. */

export class Faces {
  /**
   * @param {HTMLElement | null} place
   * @param {string} me how this person's own picture is labelled
   */
  constructor(place, me) {
    this.place = place;
    this.me = me;
    /** @type {Map<string, HTMLElement>} */
    this.figures = new Map();
  }

  /** @param {MediaStream} stream */
  showMe(stream) {
    const video = this.show("", this.me, stream);
    video.muted = true;
  }

  /**
   * @param {string} key
   * @param {string} name
   * @param {MediaStream} stream
   * @returns {HTMLVideoElement}
   */
  show(key, name, stream) {
    this.remove(key);
    const figure = document.createElement("figure");
    const video = document.createElement("video");
    video.autoplay = true;
    video.playsInline = true;
    video.srcObject = stream;
    video.setAttribute("aria-label", name);
    figure.dataset.of = key;
    const caption = document.createElement("figcaption");
    caption.className = "small";
    caption.textContent = name;
    figure.append(video, caption);
    this.place?.append(figure);
    this.figures.set(key, figure);
    return video;
  }

  /** @param {string} key */
  remove(key) {
    this.figures.get(key)?.remove();
    this.figures.delete(key);
  }

  clear() {
    for (const key of [...this.figures.keys()]) this.remove(key);
  }
}

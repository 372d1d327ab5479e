/** What the bundles take of React's way into a page. */
export declare function createRoot(host: Element): { render(element: unknown): void; unmount(): void };

/** What the bundles take of React. */
export declare function createElement(type: unknown, props: object | null, ...children: unknown[]): unknown;

/** What the whiteboard takes of Excalidraw; the package's own declarations need those of React. */
type Elements = readonly Record<string, any>[];
export declare const Excalidraw: unknown;
export declare const MainMenu: { DefaultItems: { ClearCanvas: unknown } };
export declare function convertToExcalidrawElements(skeletons: Elements, options: { regenerateIds: boolean }): Elements;
export declare function getSceneVersion(elements: Elements): number;
export declare function restoreElements(elements: Elements, local: null, options: { repairBindings: boolean }): Elements;

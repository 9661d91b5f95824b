/** The document: its shape, and the way there from a file. */
export { normalise } from "./normalise";
export * from "./shape";

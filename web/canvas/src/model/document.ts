/** The document: its shape, and the ways from a file and to one. */
export { normalise, toFile } from "./normalise";
export * from "./shape";

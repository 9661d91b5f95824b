/** How long texts may be; the service refuses a workflow with longer ones. */

/** Letters of a name or a title. */
export const LONGEST_TITLE = 200;

/** Letters of a note, a comment or a description. */
export const LONGEST_TEXT = 20_000;

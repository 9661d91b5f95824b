/** All commands on connections, from one place. */
export { insertAfter, insertExisting, insertNode } from "./inserting";
export { connect, disconnect, reconnect, takesMany } from "./joining";
export { moveConnection, renameConnection } from "./ranking";

/** Whether the service can be reached, and whether it still knows this window. */
import { create } from "zustand";
import { get, ServiceError, service, UnreachableError } from "@/api/client";
import type { ServiceInfo } from "@/model/types";
import { useValidation } from "./validation";

const EVERY_MS = 15_000;
const RETRY_MS = 3_000;

interface ConnectionState {
  status: "fine" | "lost" | "expired";
  service: ServiceInfo | null;
}

export const useConnection = create<ConnectionState>(() => ({ status: "fine", service: null }));

/** Ask now. */
export async function checkConnection(): Promise<void> {
  try {
    useConnection.setState({ service: await get<ServiceInfo>("/service"), status: "fine" });
  } catch (error) {
    if (error instanceof UnreachableError) useConnection.setState({ status: "lost" });
    else if (error instanceof ServiceError && error.status === 401)
      useConnection.setState({ status: "expired" });
  }
}

/** Keep asking, more often while the service is away; gives what ends it. */
export function watchConnection(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const again = async () => {
    clearTimeout(timer);
    if (!document.hidden) await checkConnection();
    if (ended) return;
    clearTimeout(timer);
    timer = setTimeout(() => void again(), useConnection.getState().status === "fine" ? EVERY_MS : RETRY_MS);
  };
  const now = () => void again();
  // Whoever gets no answer is the first to know; an edit that is refused may tell that the session ended.
  const onUnreachable = () => {
    if (useConnection.getState().status === "fine") now();
  };
  service.addEventListener("unreachable", onUnreachable);
  const leave = useValidation.subscribe((state, before) => {
    if (state.trouble && state.trouble !== before.trouble) now();
  });
  now();
  window.addEventListener("focus", now);
  return () => {
    ended = true;
    clearTimeout(timer);
    leave();
    service.removeEventListener("unreachable", onUnreachable);
    window.removeEventListener("focus", now);
  };
}

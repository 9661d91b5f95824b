/** The drawing is one stop of the Tab key: from it the focus goes to the node that had it last. */
import type { FocusEvent } from "react";
import { focusCanvas } from "./cursor";

export const TAB_STOP = {
  tabIndex: 0,
  onFocus: ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    // While the focus is inside, going back by Tab must not stop here.
    currentTarget.tabIndex = -1;
    // A click on the empty canvas stays where it was made.
    if (target === currentTarget && target.matches(":focus-visible")) focusCanvas();
  },
  onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) currentTarget.tabIndex = 0;
  },
};

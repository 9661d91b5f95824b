/** The first stops of the Tab key: straight to a panel. */
import { focusRegion, REGION_NAMES, REGIONS } from "./regions";
import styles from "./SkipLinks.module.css";

export function SkipLinks() {
  return (
    <nav aria-label="Skip to" className={styles.links}>
      {[...REGIONS]
        .sort((one) => (one === "canvas" ? -1 : 0))
        .map((region) => (
          <a
            key={region}
            href={`#${region}`}
            onClick={(event) => {
              event.preventDefault();
              focusRegion(region);
            }}
          >
            Skip to {REGION_NAMES[region].toLowerCase()}
          </a>
        ))}
    </nav>
  );
}

/** Which pictures are shown, what stands under them, how large they are. */
import { useId } from "react";
import { Select } from "@/ui/Select";
import styles from "./PictureBar.module.css";

export const NO_CAPTION = "";

interface Props {
  /** Columns of pictures. */
  pictures: readonly string[];
  picture: string;
  onPicture: (column: string) => void;
  /** Columns that can stand under them. */
  captions: readonly string[];
  caption: string;
  onCaption: (column: string) => void;
  size: number;
  onSize: (size: number) => void;
}

export function PictureBar(props: Props) {
  const { pictures, picture, onPicture, captions, caption, onCaption, size, onSize } = props;
  const id = useId();
  return (
    <div className={styles.bar}>
      {pictures.length > 1 && (
        <span>
          <label htmlFor={`${id}-picture`}>Pictures</label>
          <Select
            id={`${id}-picture`}
            choices={pictures.map(asChoice)}
            value={picture}
            onChange={onPicture}
          />
        </span>
      )}
      <span>
        <label htmlFor={`${id}-caption`}>Caption</label>
        <Select
          id={`${id}-caption`}
          choices={[{ value: NO_CAPTION, label: "none" }, ...captions.map(asChoice)]}
          value={caption}
          onChange={onCaption}
        />
      </span>
      <span>
        <label htmlFor={`${id}-size`}>Size</label>
        <input
          id={`${id}-size`}
          type="range"
          min={48}
          max={320}
          step={16}
          value={size}
          onChange={(event) => onSize(Number(event.target.value))}
        />
      </span>
    </div>
  );
}

const asChoice = (name: string) => ({ value: name, label: name });

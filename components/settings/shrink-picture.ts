/** Edge of the square that is kept. */
const EDGE = 256;

/**
 * Cuts the middle square out of a picture and makes it small. What a camera wrote beside it, such as the place, is
 * lost on the way.
 *
 * @throws Error when the browser cannot read the file as a picture
 */
export async function shrinkPicture(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = EDGE;
  canvas.height = EDGE;
  const side = Math.min(picture.width, picture.height);
  canvas
    .getContext("2d")
    ?.drawImage(
      picture,
      (picture.width - side) / 2,
      (picture.height - side) / 2,
      side,
      side,
      0,
      0,
      EDGE,
      EDGE,
    );
  picture.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!made) throw new Error("The canvas gave no picture.");
  return made;
}

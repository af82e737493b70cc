// Whether the palette or the sheet of keys is open.
class Help {
  palette = $state(false);
  sheet = $state(false);
}
export const help = new Help();
